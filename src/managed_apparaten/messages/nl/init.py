"""Teksten van `apparaten init`, en van de bestanden die het schrijft."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "init.done": (
        "{n} bestanden geschreven in {folder}. Lees daar README.md; dan apparaten validate en apparaten plan."
    ),
    "init.exists": "Er is niets geschreven: {n} van de bestanden zijn er al.",
    "init.not-pinned": (
        "Het pakket staat niet vast op een volledige commit (40 tekens): wie die tag of tak verzet, draait "
        "in jullie pijplijn."
    ),
    "init.yaml.organisation": "Wie we zijn en wat voor iedereen geldt.",
    "init.yaml.tenant": "De ingebouwde tenant, tot hier jullie eigen id en domein staan.",
    "init.yaml.approach": "Voorbeeld: het besluit dat jullie organisatie nam, en wanneer.",
    "init.yaml.reference": "nog te besluiten",
    "init.yaml.protected": "Noodaccounts: geen enkele toewijzing raakt ze.",
    "init.yaml.locked": "Op slot: een rol kan dit niet versoepelen, alleen een gedateerde uitzondering.",
    "init.yaml.guards": "Wat een wijziging ten hoogste mag raken; voor meer is een vlag nodig, voor dat ene plan.",
    "init.yaml.group": "Een groep mensen in Entra; zet hier jullie eigen groep.",
    "init.yaml.protect": "Niemand verwijdert deze bescherming zonder een eigen vlag.",
    "init.yaml.role-bestuur": "De mensen met het hoogste risico.",
    "init.yaml.role-medewerkers": "Iedereen met een telefoon van het werk.",
    "init.yaml.role-eigen-toestel": (
        "Eigen telefoons: alleen werkgegevens worden beschermd, naar de rest wordt niet gekeken."
    ),
    "init.owners": "Wie met een wijziging moet instemmen; zie de README voor de regel op de hoofdtak.",
    "init.ci.plan": (
        "Een pull request wordt gecontroleerd en gepland. Hier is geen toegangsmiddel, dus een vreemde "
        "heeft niets te halen."
    ),
    "init.ci.apply": "Na een merge: plannen op de tenant, wachten op een beoordelaar, precies dat plan uitvoeren.",
    "init.ci.pins": (
        "Acties staan vast op een commit; de release staat erachter. Installeer apparaten ook op een commit."
    ),
    "init.ci.no-secrets": "Draait wat het pull request meebrengt, en mag alleen deze repository lezen.",
    "init.ci.snapshot": (
        "Op de momentopname van de hoofdtak, anders op de ingebouwde tenant. Nooit op een bestand uit het "
        "pull request."
    ),
    "init.ci.snapshot-job": (
        "Haalt de momentopname op die de hoofdtak na de laatste apply maakte. Hier is niets van het pull "
        "request."
    ),
    "init.ci.no-snapshot": "Geen momentopname van de hoofdtak: het plan is gemaakt op de ingebouwde tenant.",
    "init.ci.snapshot-after": (
        "Bewaart wat een plan nodig heeft, voor pull requests. Wie de repository mag lezen, leest ook dit."
    ),
    "init.ci.comment": (
        "Draait nooit wat het pull request meebrengt: het plan is hier tekst. Niet voor forks; hun plan "
        "staat bij de run."
    ),
    "init.ci.lift": "Grenzen die voor dit ene plan vervallen, zoals --allow-people --allow-devices",
    "init.ci.digest": (
        "Digest van het plan waarvoor de vlaggen gelden, zoals de samenvatting het toont; elk ander plan "
        "wordt geweigerd"
    ),
    "init.ci.one-writer": "Een apply tegelijk. Een die begonnen is wordt nooit afgebroken.",
    "init.ci.plan-job": "Meldt aan als de applicatie die leest. De omgeving is alleen voor de hoofdtak.",
    "init.ci.apply-job": (
        "Meldt aan als degene die schrijft, na een beoordelaar. Compileert en leest opnieuw; weigert elk "
        "ander digest."
    ),
    "init.ci.no-flag": "geen vlag die een grens opheft",
}
