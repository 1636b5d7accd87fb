"""What an Android store, or a device without a user, does to apps: which of them open, which stay open, and what has to be there first."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "cause.kind.play-store": "play-store: {value}",
    "cause.kind.installed-instead": "a dedicated device has no user who could pick an app",
    "KND384": Entry(
        "on {platform}, groups of devices are offered no apps, so not {count} approved {count:app|apps}: {apps} ({roles})",
        "Write `require:` for the apps that must be there.",
        "Intune makes an app available to groups of people. A group of devices that gets one available gets nothing, except on Android "
        "devices that are fully managed or have a work profile (Microsoft Learn, Assign apps to groups). So no such assignment is made: "
        "it would look like an app that is offered. What a rule requires is installed.",
    ),
    "KND390": Entry(
        'role "{role}" opens the whole Play Store on its Android devices: people can install every app there is',
        "Take `play-store: open` away when assigned apps are enough.",
        "Without this line the managed Play Store shows assigned apps only, also in a tenant without any policy. With it, "
        "`playStoreMode: blockList` shows all apps except those that are assigned for uninstall. So devices of this role can get more apps "
        "than they could before there was a policy.",
    ),
    "KND392": Entry(
        'role "{role}" opens the Play Store for some Android devices and not for others that the same groups reach',
        "Write `play-store: open` for all of these devices, or give the others groups of devices of their own.",
        "All of these devices get one object, and it has one store. Nothing is opened that was not asked for: the store shows assigned "
        "apps only until this is mended.",
    ),
    "KND393": Entry(
        'role "{role}" has an allowlist on Android devices for which it opens the Play Store',
        "Take `play-store: open` away, or choose a lower step for these devices.",
        "An allowlist shows approved apps and removes all others. An open store shows every app. It cannot be both.",
    ),
    "KND394": Entry(
        "{devices}: {count} approved {count:app opens|apps open} only once managed Google Play holds {count:it|them}: {names} ({roles})",
        "Add them in the Intune admin center. The plan names those that are not there.",
        "The work store of these devices shows assigned apps only, on every step, and Intune assigns only what the tenant holds. An app "
        "comes there from managed Google Play. Company Portal, Intune and Authenticator are not in this list: enrolment installs them.",
    ),
    "KND395": Entry(
        "without Entra shared device mode, people on dedicated Android devices cannot reach protected resources: {roles}",
        "Enrol these devices with Entra shared device mode when people sign in on them.",
        "A dedicated device has no user. Conditional access asks for a compliant device of the user who signs in, and only shared device "
        "mode tells it which device that is. A passcode is asked only where the policy names one; it is then also set on the device. In "
        "kiosk mode people are asked to choose it. Outside kiosk mode nobody is asked: set it when the device is handed out.",
    ),
    "PLN041": Entry(
        "{count} approved Android {count:app is|apps are} not in the tenant: {apps}",
        "Add them in the Intune admin center and let Intune synchronise; the next plan assigns them.",
        "An Android app comes into the tenant from managed Google Play. The store of these devices shows assigned apps only, so nobody "
        "can install these apps until they are there.",
    ),
    "PLN042": Entry(
        "the Play Store is open and offers {count} blocked {count:app|apps}, which the tenant does not hold: {apps}",
        "Add them in the Intune admin center and plan again, or take `play-store: open` away.",
        "With an open store an app is kept off an Android device by an uninstall assignment, and only an app that the tenant holds can be "
        "assigned. Graph's action `androidManagedStoreAccountEnterpriseSettings/addApps` adds several at once, by package.",
    ),
}
