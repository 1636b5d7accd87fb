"""What AppLocker leaves open or shuts, and apps that the policy wants and the tenant does not have."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "KND410": Entry(
        'the allowlist of role "{role}" on Windows is not enforced: blocked apps are stopped, all else starts',
        "Say `applocker: enforce` on these devices when the list is right. {count} apps that it would stop: {apps}.",
        "An allowlist that is wrong takes work away from people, so nothing is enforced until somebody says so. A collection of AppLocker "
        "rules audits or enforces as a whole: a list that is only watched would let blocked apps start as well. So the rules of step "
        "remove hold, and nothing writes down what the list would stop. To see that first, make a role of its own for a "
        "trial group, with `enforcement: monitor` and `applocker: audit`: nothing is stopped there, and the AppLocker event log has it "
        "all.",
    ),
    "KND411": Entry(
        "on Windows these programs are known by the name of their file only, so under another name they start: {apps}",
        "Add who signs them to `publishers` in the catalogue; `Get-AppLockerFileInformation` shows it. Roles: {roles}.",
        "A rule for a publisher holds whatever the file is called. It needs the publisher in full, such as `O=TELEGRAM FZ-LLC, L=DUBAI, "
        "C=AE` or the subject of the certificate: a name alone makes no rule. An enforced allowlist stops a renamed program as well, "
        "unless it stands in a folder of Windows or in Program Files.",
    ),
    "KND412": Entry(
        'every program of "{publisher}" is denied on Windows, also one that the catalogue does not know: {roles}',
        "Nothing has to be done. Allow an app of this maker, and the others are denied by name instead.",
        "Every app of this maker in the catalogue is blocked for these roles. A rule for the maker as a whole holds whatever a file is "
        "called, and for programs of which nobody knows the name.",
    ),
    "KND413": Entry(
        'role "{role}" approves programs that start only where an administrator installed them: {apps}',
        "Have Intune install them for all users, or add to `publishers` who signs them, with a source.",
        "An enforced allowlist lets programs start from the folders of Windows and from Program Files, and anywhere by a publisher that a "
        "source names. A program that installs itself for one user, in that user's own folders, is stopped otherwise.",
    ),
    "KND414": Entry(
        '{app} is approved for role "{role}", but is stopped on Windows: {identifier} is {other} too, which is blocked',
        "Correct the identifier in the catalogue, or decide the same for both apps.",
        "AppLocker knows a program by the name of its file and a packaged app by its package. A rule that denies goes before one that "
        "allows, so people of this role would lose the app that they were given.",
    ),
    "KND415": Entry(
        'AppLocker rules of role "{role}" do nothing until the Application Identity service runs',
        "Have it started in another way, such as a remediation script with `sc.exe config appidsvc start=auto`.",
        "This organisation states under `assumptions` that in its tenant Intune does not start the service. While it is stopped Windows "
        "holds back no program, whatever the rules say.",
    ),
    "KND416": Entry(
        "{count} approved apps for {platform} have no identifier by which the tenant's apps are known: {apps}",
        "State it in the catalogue. Windows: store-ids, product-codes or intune-names; macOS: bundle-ids or intune-names; iOS: bundle-ids.",
        "The catalogue knows these apps in another way, such as a winget id or the name of a file, and Intune's apps carry neither. "
        "`intune-names` is what the app is called in your Intune, letter for letter. Between brackets stand the roles.",
    ),
    "KND417": Entry(
        "{count} blocked apps for {platform} cannot be looked up in the tenant to be uninstalled: {apps}",
        "If Intune installed them, state it in the catalogue: store-ids, product-codes, bundle-ids or intune-names.",
        "The catalogue knows these apps in another way, or by an identifier without a source, by which nothing is uninstalled. If Intune "
        "installed one of them, it stays. Between brackets stand the roles.",
    ),
    "PLN080": Entry(
        "{count} approved apps for {platform} are not in the tenant: {apps}",
        "Add them in Intune if people have to be able to install them themselves; the next plan assigns them.",
        "Looked for by every identifier of the catalogue that Intune's apps carry: on Windows the id in the Microsoft Store "
        "(`store-ids`), the product code of an MSI (`product-codes`) and the package family name, on macOS the bundle id, and on both the "
        "name that the app has in your Intune (`intune-names`). Between brackets stand the roles.",
    ),
    "PLN081": Entry(
        "{count} blocked apps for {platform} are not in the tenant, so Intune uninstalls them nowhere: {apps}",
        "Nothing has to be done. Intune uninstalls what it installed; what else stops the app is in the policy.",
        "An uninstall can only be assigned of an app that the tenant holds. A copy that somebody installed without Intune stays on the "
        "device in any case. Between brackets stand the roles.",
    ),
}
