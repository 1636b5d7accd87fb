"""Texts of `apparaten init`, and of the files that it writes."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "init.done": "{n} files written in {folder}. Read README.md there; then apparaten validate and apparaten plan.",
    "init.exists": "Nothing was written: {n} of the files are there already.",
    "init.not-pinned": (
        "The package is not pinned to a full commit (40 characters): whoever moves that tag or branch runs "
        "in your pipeline."
    ),
    "init.yaml.organisation": "Who we are and what holds for everyone.",
    "init.yaml.tenant": "The embedded tenant until your own id and domain stand here.",
    "init.yaml.approach": "Placeholder: the decision that your organisation took, and when.",
    "init.yaml.reference": "to be decided",
    "init.yaml.protected": "Emergency accounts: no assignment ever reaches them.",
    "init.yaml.locked": "Locked: a role cannot loosen this, only a dated exception can.",
    "init.yaml.guards": "What one change may reach at most; more needs a flag for that one plan.",
    "init.yaml.group": "A group of people in Entra; put your own here.",
    "init.yaml.protect": "Nobody deletes this protection without a flag of its own.",
    "init.yaml.role-bestuur": "The people at the highest risk.",
    "init.yaml.role-medewerkers": "Everybody with a phone of work.",
    "init.yaml.role-eigen-toestel": "Own phones: only work data is protected, nothing else is looked at.",
    "init.owners": "Who must agree to a change; see the README for the rule on the main branch.",
    "init.ci.plan": (
        "A pull request is checked and planned. No credential is here, so a pull request of a stranger has "
        "nothing to steal."
    ),
    "init.ci.apply": "After a merge: plan on the tenant, wait for a reviewer, carry out exactly that plan.",
    "init.ci.pins": "Actions are pinned by commit; the release stands behind it. Install apparaten by commit as well.",
    "init.ci.no-secrets": "Runs what the pull request brings, and may only read this repository.",
    "init.ci.snapshot": (
        "On the snapshot of the main branch, else on the embedded tenant. Never on a file of the pull "
        "request."
    ),
    "init.ci.snapshot-job": (
        "Fetches the snapshot that the main branch made after its last apply. Nothing of the pull request "
        "is here."
    ),
    "init.ci.no-snapshot": "No snapshot of the main branch: the plan is made on the embedded tenant.",
    "init.ci.snapshot-after": (
        "Keeps what a plan needs of the tenant, for pull requests. Whoever may read this repository may "
        "read it."
    ),
    "init.ci.comment": (
        "Never runs what the pull request brings: the plan is text here. Not for forks; their plan is in "
        "the run's summary."
    ),
    "init.ci.lift": "Guards to lift for this one plan, such as --allow-people --allow-devices",
    "init.ci.digest": "Digest of the plan that the flags are for, as its summary shows it; another plan is refused",
    "init.ci.one-writer": "One apply at a time. One that has begun is never broken off.",
    "init.ci.plan-job": "Signs in as the application that reads. Its environment is for the main branch only.",
    "init.ci.apply-job": (
        "Signs in as the one that writes, after a reviewer agreed. Compiles and reads again; refuses "
        "another digest."
    ),
    "init.ci.no-flag": "not a flag that lifts a guard",
}
