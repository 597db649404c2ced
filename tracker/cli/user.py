"""`tracker user`: the people who sign in."""

import click

from tracker.cli.frame import CommandFailed, installation
from tracker.domain.roles import Role
from tracker.queries import departments, people
from tracker.services import accounts
from tracker.services import people as service
from tracker.services.work import Work

ROLES = click.Choice([str(role) for role in Role])


@click.group()
def user() -> None:
    """Add people and decide what they may do; the first administrator is made here."""


@user.command()
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--name", required=True, help="The name as others see it.")
@click.option("--role", "roles", type=ROLES, multiple=True, required=True, help="May be given several times.")
@click.option("--department", "names", multiple=True, help="See this department only; may be given several times.")
@click.option("--link", is_flag=True, help="Print a link to set the password instead of asking for one.")
def add(email: str, name: str, roles: tuple[str, ...], names: tuple[str, ...], *, link: bool) -> None:
    """Add a person."""
    with installation().work() as work:
        new = service.NewPerson(email, name.strip(), frozenset(map(Role, roles)), _departments(work, names))
        person = service.add(work, new)
        if link:
            click.echo(service.make_link(work, person))
        else:
            accounts.set_password(work, person, _typed_password())
        work.session.commit()
    click.echo(f"{new.name} is added.", err=True)


@user.command("list")
def show() -> None:
    """List everybody: address, name, roles, departments and whether the account is active."""
    with installation().work() as work:
        for row in people.people(work.session):
            state = "active" if row.active else "deactivated"
            scope = ", ".join(row.departments) or "whole city"
            click.echo(f"{row.email}\t{row.name}\t{', '.join(row.roles)}\t{scope}\t{state}")


@user.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """Keep a person out, at once."""
    with installation().work() as work:
        person = people.by_email(work.session, email)
        service.deactivate(work, person)
        work.session.commit()
    click.echo(f"{email} is deactivated.")


@user.command()
@click.argument("email")
def activate(email: str) -> None:
    """Let a deactivated person in again."""
    with installation().work() as work:
        service.activate(work, people.by_email(work.session, email))
        work.session.commit()
    click.echo(f"{email} is active again.")


@user.command()
@click.argument("email")
@click.argument("roles", type=ROLES, nargs=-1, required=True)
def role(email: str, roles: tuple[str, ...]) -> None:
    """Give a person these roles in place of the present ones."""
    with installation().work() as work:
        person = people.by_email(work.session, email)
        scope = people.departments_of(work.session, person.id)
        edited = service.NewPerson(person.email, person.name, frozenset(map(Role, roles)), scope)
        service.edit(work, person, edited, person.version)
        work.session.commit()
    click.echo(f"{email} is now {' and '.join(sorted(roles))}.")


@user.command("reset-password")
@click.argument("email")
@click.option("--second-factor", is_flag=True, help="Switch the second factor off too (phone and codes lost).")
def reset_password(email: str, *, second_factor: bool) -> None:
    """Print a link with which the person sets a new password."""
    with installation().work() as work:
        person = people.by_email(work.session, email)
        if second_factor:
            service.free_second_factor(work, person)
        click.echo(service.make_link(work, person))
        work.session.commit()


def _departments(work: Work, names: tuple[str, ...]) -> frozenset[int]:
    known = {name.casefold(): number for number, name in departments.choices(work.session)}
    unknown = [name for name in names if name.casefold() not in known]
    if unknown:
        raise CommandFailed(f"There is no department called {unknown[0]}.")
    return frozenset(known[name.casefold()] for name in names)


def _typed_password() -> str:
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
