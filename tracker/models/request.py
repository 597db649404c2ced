"""Requests: the city asks a contact for an attestation."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base, UTCDateTime


class Request(Base):
    """One asking: to whom, for which version, by when. The link carries `nonce`; a new nonce withdraws it."""

    __tablename__ = "request"
    # Few requests are open among the many of the years: what waits is found without reading those that are closed.
    __table_args__ = (
        Index(
            "ix_request_open", "id", sqlite_where=text("closed_at IS NULL"), postgresql_where=text("closed_at IS NULL")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(32), unique=True)
    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("requirement_version.id"))
    due_on: Mapped[date]
    message: Mapped[str] = mapped_column(Text, default="")
    # "whole", or "addendum": asks for the elements of request_element alone.
    kind: Mapped[str] = mapped_column(String(16), default="whole", server_default=text("'whole'"))
    nonce: Mapped[str] = mapped_column(String(64), unique=True)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    row_version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": row_version}


class RequestContract(Base):
    """A contract that a request asks about."""

    __tablename__ = "request_contract"

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), primary_key=True, index=True)


class RequestElement(Base):
    """A data element that an addendum asks about, for one of its contracts."""

    __tablename__ = "request_element"

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), primary_key=True, index=True)
    element_id: Mapped[int] = mapped_column(ForeignKey("data_element.id"), primary_key=True)


class RequestStep(Base):
    """Something that happened to a request; the last step says who must act next.

    `kind` is one of domain.stages: sent, opened, submitted, returned, accepted, revoked; `on_day` is the city's day.
    """

    __tablename__ = "request_step"
    __table_args__ = (Index("ix_request_step_request_id_id", "request_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    kind: Mapped[str] = mapped_column(String(16))
    on_day: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
