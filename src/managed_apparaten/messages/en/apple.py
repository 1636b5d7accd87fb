"""What there is to say of Apple's devices, of licences for their apps, and of approved apps outside app protection."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "KND400": Entry(
        'on Macs of role "{role}" these apps are not stopped, as something else of their maker may run: {apps}',
        "Add their bundle ids under `macos` in the catalogue.",
        "Of these apps only the team id of the maker is known. A rule by team id denies everything of that maker, so it is left out while "
        "the role lets another app of the same team run. With a bundle id the app is denied by its own name.",
    ),
    "KND401": Entry(
        "{app} is blocked by {identifier}, which an iPhone shows whatever a list says",
        "Take the app out of the rule: Phone and Settings cannot be hidden.",
        "Apple keeps Phone and Settings on every device. On a list of blocked apps they do nothing, and in a compliance policy they would "
        "make every device non-compliant. They are therefore left out of both.",
    ),
    "KND402": Entry(
        'role "{role}" blocks apps without which iPhones are hard to reach, sign in to or find: {apps}',
        "Keep the block when it is meant, and try it on one device first.",
        "Contacts, messages, camera, Safari, Health, Find My and the like stay on every list of allowed apps, because people and "
        "administrators depend on them. A rule that blocks one of them goes before that, on each step from block on.",
    ),
    "KND404": Entry(
        'unsupervised iPhones and iPads of role "{role}" do not obey the limit on {function}',
        "Supervise the devices, or write it in the terms of use.",
        "Apple gives this switch to supervised devices only. Other devices report success and do nothing. Which switches need "
        "supervision stands in Apple's own schema of the restrictions.",
    ),
    "KND405": Entry(
        "approved apps on {platform} can be protected and are not among the protected apps of {roles}: {apps}",
        "Add them to the list of protected apps, with a source for their identifiers, or choose all-microsoft or all.",
        "App protection covers only the apps that it is given. Work data that is kept inside protected apps cannot be opened in another "
        "app, and what people do put in such an app is not protected. Intune's own groups of apps show which apps can be protected.",
    ),
    "PLN055": Entry(
        "all licences of {count} purchased {count:app|apps} are in use, so nobody else can get {count:it|them}: {apps}",
        "Buy licences in Apple Business Manager and synchronise the token in Intune, or take licences back.",
        "Apple counts a licence for each device that an app is assigned to as licensed to the device. Of several tokens with the app, one "
        "with free licences is used, unless the app is assigned by the other one already.",
    ),
    "PLN056": Entry(
        "{count} iOS {count:app comes|apps come} from the App Store, which needs a personal Apple account on the device: {apps}",
        "Buy licences for them in Apple Business Manager (free apps too); the next plan then uses those.",
        "An App Store app installs only for somebody who is signed in to the App Store with an Apple account of their own. Where the role "
        "switches the store off, nobody can install it. An app that is licensed to the device needs neither.",
    ),
    "KND408": Entry(
        "on iPhones and iPads without the App Store only licensed apps can be installed: buy {count} for {roles}",
        "In Apple Business Manager, free apps too; `apparaten plan` says which are missing. They are: {apps}.",
        "An allowlist switches the App Store off. Intune can still install apps that are licensed to the device, and apps of the "
        "organisation's own. Apps that are on a device already stay, and open when the role approves them.",
    ),
    "PLN057": Entry(
        "{app} is in the tenant as a purchased app and from the App Store: the purchased one ({used}) is assigned",
        "Take the assignments of the other away in the portal and delete it: {others}.",
        "Both objects stand for one app, and Microsoft does not say which of two assignments would win. The purchased app is licensed to "
        "the device and installs without an Apple account. Nothing of ours stays on the App Store app.",
    ),
}
