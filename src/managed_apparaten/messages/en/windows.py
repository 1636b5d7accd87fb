"""What AppLocker leaves open or shuts, and apps that the policy wants and the tenant does not have."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "KND410": Entry(
        'the allowlist of role "{role}" on Windows is not enforced: blocked apps are stopped, all else starts',
        "Say `applocker: enforce` on these devices when the list is right. It would stop {count} {count:app|apps} more: {apps}. Of {left} "
        "{left:other|others} it depends on where or how they are installed: {unsure}.",
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
    "KND415": Entry(
        'AppLocker rules of role "{role}" do nothing until the Application Identity service runs',
        "Have it started in another way, such as a remediation script with `sc.exe config appidsvc start=auto`.",
        "This organisation states under `assumptions` that in its tenant Intune does not start the service. While it is stopped Windows "
        "holds back no program, whatever the rules say.",
    ),
    "PLN080": Entry(
        "{count} approved {count:app|apps} for {platform} {count:is|are} not in the tenant: {apps}",
        "Add them in Intune if people have to be able to install them themselves; the next plan assigns them.",
        "Looked for by every identifier of the catalogue that Intune's apps carry: on Windows the id in the Microsoft Store "
        "(`store-ids`), the product code of an MSI (`product-codes`) and the package family name, on macOS the bundle id, and on both the "
        "name that the app has in your Intune (`intune-names`). Between brackets stand the roles.",
    ),
    "PLN081": Entry(
        "{count} blocked {count:app|apps} for {platform} {count:is|are} not in the tenant, so Intune uninstalls {count:it|them} nowhere: "
        "{apps}",
        "Nothing has to be done. Intune uninstalls what it installed; what else stops the app is in the policy.",
        "An uninstall can only be assigned of an app that the tenant holds. A copy that somebody installed without Intune stays on the "
        "device in any case. Between brackets stand the roles.",
    ),
}
