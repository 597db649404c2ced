"""Who may do what: one table of roles and permissions."""

from tracker.domain.roles import Role

PROCUREMENT, OFFICER, MANAGER = Role.PROCUREMENT, Role.PRIVACY_OFFICER, Role.MANAGER
AUDITOR, ADMINISTRATOR = Role.AUDITOR, Role.ADMINISTRATOR
EVERYBODY = frozenset({PROCUREMENT, OFFICER, MANAGER, AUDITOR, ADMINISTRATOR})

PERMISSIONS: dict[str, frozenset[Role]] = {
    "overview:read": EVERYBODY,
    "vendor:read": EVERYBODY,
    "vendor:edit": frozenset({PROCUREMENT, OFFICER}),
    "contract:read": EVERYBODY,
    "contract:edit": frozenset({PROCUREMENT, OFFICER}),
    "contract:export": EVERYBODY,
    "schedule:edit": frozenset({PROCUREMENT, OFFICER}),
    "request:read": EVERYBODY,
    "request:send": frozenset({PROCUREMENT, OFFICER}),
    "attestation:read": EVERYBODY,
    "document:read": frozenset({PROCUREMENT, OFFICER, AUDITOR}),
    "review:read": frozenset({OFFICER, AUDITOR}),
    "review:decide": frozenset({OFFICER}),
    "attestation:revoke": frozenset({OFFICER}),
    "attestation:countersign": frozenset({OFFICER}),
    "signing:trace": frozenset({OFFICER, AUDITOR}),
    "waiver:ask": frozenset({PROCUREMENT, OFFICER}),
    "waiver:approve": frozenset({OFFICER}),
    "disposal:record": frozenset({PROCUREMENT, OFFICER}),
    "requirement:read": EVERYBODY,
    "requirement:edit": frozenset({OFFICER}),
    "reminder:read": EVERYBODY,
    "reminder:pause": frozenset({PROCUREMENT, OFFICER}),
    "reminder:send": frozenset({PROCUREMENT, OFFICER}),
    "reminder:start": frozenset({OFFICER, ADMINISTRATOR}),
    "import:read": frozenset({PROCUREMENT, OFFICER, AUDITOR, ADMINISTRATOR}),
    "import:run": frozenset({PROCUREMENT, OFFICER}),
    "task:read": frozenset({PROCUREMENT, OFFICER, AUDITOR, ADMINISTRATOR}),
    "task:close": frozenset({PROCUREMENT, OFFICER, ADMINISTRATOR}),
    "health:read": frozenset({PROCUREMENT, OFFICER, AUDITOR, ADMINISTRATOR}),
    "feed:own": EVERYBODY,
    "letter:read": frozenset({PROCUREMENT, OFFICER, AUDITOR, ADMINISTRATOR}),
    "letter:send": frozenset({PROCUREMENT, OFFICER, ADMINISTRATOR}),
    "evidence:make": EVERYBODY,
    "audit:read": frozenset({AUDITOR, ADMINISTRATOR, OFFICER}),
    "audit:verify": frozenset({AUDITOR, ADMINISTRATOR}),
    # Decided by those who answer for privacy, not by those who run the database.
    "audit:erase": frozenset({OFFICER}),
    "trust:read": frozenset({OFFICER, AUDITOR, ADMINISTRATOR}),
    "trust:edit": frozenset({ADMINISTRATOR}),
    "catalogue:edit": frozenset({OFFICER, ADMINISTRATOR}),
    "policy:edit": frozenset({OFFICER, ADMINISTRATOR}),
    "department:edit": frozenset({ADMINISTRATOR}),
    "person:edit": frozenset({ADMINISTRATOR}),
    "mail:test": frozenset({ADMINISTRATOR}),
    "account:own": EVERYBODY,
    "view:save": EVERYBODY,
}


def allows(roles: frozenset[Role], permission: str) -> bool:
    """Whether any of the roles grants the permission; an unknown permission is an error of ours."""
    return bool(PERMISSIONS[permission] & roles)
