"""What there is to say of Apple's devices, of licences for their apps, and of approved apps outside app protection."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "KND400": Entry(
        'op Macs van rol "{role}" worden deze apps niet tegengehouden, want iets anders van hun maker mag draaien: {apps}',
        "Zet hun bundle-id's onder `macos` in de catalogus.",
        "Van deze apps is alleen de team-id van de maker bekend. Een regel op team-id weigert alles van die maker, en blijft dus weg "
        "zolang de rol een andere app van hetzelfde team laat draaien. Met een bundle-id wordt de app op zijn eigen naam geweigerd.",
    ),
    "KND401": Entry(
        "{app} is geblokkeerd met {identifier}, en die toont een iPhone wat een lijst ook zegt",
        "Haal de app uit de regel: Telefoon en Instellingen zijn niet te verbergen.",
        "Apple houdt Telefoon en Instellingen op elk apparaat. Op een lijst met geblokkeerde apps doen ze niets, en in nalevingsbeleid "
        "zouden ze elk apparaat niet-compliant maken. Daarom staan ze in geen van beide.",
    ),
    "KND402": Entry(
        'rol "{role}" blokkeert apps zonder welke iPhones lastig te bereiken, te gebruiken of te vinden zijn: {apps}',
        "Laat de blokkade staan als die bedoeld is, en probeer haar eerst op één apparaat.",
        "Contacten, berichten, camera, Safari, Gezondheid, Zoek mijn en dergelijke staan op elke lijst met toegestane apps, omdat mensen "
        "en beheerders ervan afhangen. Een regel die er een blokkeert gaat voor, op elke stap vanaf block.",
    ),
    "KND404": Entry(
        'iPhones en iPads zonder supervisie van rol "{role}" houden zich niet aan de beperking van {function}',
        "Zet de apparaten onder supervisie, of leg het vast in de gebruiksvoorwaarden.",
        "Apple geeft deze schakelaar alleen aan apparaten onder supervisie. Andere apparaten melden succes en doen niets. Welke "
        "schakelaars supervisie nodig hebben, staat in Apples eigen schema van de beperkingen.",
    ),
    "KND405": Entry(
        "goedgekeurde apps op {platform} kunnen beschermd worden en zijn geen beschermde app van {roles}: {apps}",
        "Zet ze op de lijst met beschermde apps, met een bron voor hun identificaties, of kies all-microsoft of all.",
        "App-bescherming geldt alleen voor de apps die ze krijgt. Werkgegevens die binnen beschermde apps blijven, gaan in een andere app "
        "niet open, en wat mensen daar wel in zetten is niet beschermd. Intunes eigen groepen tonen welke apps beschermd kunnen worden.",
    ),
    "PLN055": Entry(
        "alle licenties van {count} gekochte {count:app|apps} zijn in gebruik, dus niemand kan {count:die|ze} er nog bij krijgen: {apps}",
        "Koop licenties in Apple Business Manager en synchroniseer het token in Intune, of neem licenties terug.",
        "Apple telt een licentie voor elk apparaat waaraan een app op apparaatlicentie is toegewezen. Van meer tokens met de app wordt er "
        "een met vrije licenties gebruikt, tenzij de app al met de andere is toegewezen.",
    ),
    "PLN056": Entry(
        "{count} {count:iOS-app komt|iOS-apps komen} uit de App Store, en die vraagt een privé-Apple-account op het apparaat: {apps}",
        "Koop er licenties voor in Apple Business Manager (ook voor gratis apps); het volgende plan gebruikt die dan.",
        "Een app uit de App Store installeert alleen wie daar met een eigen Apple-account is aangemeld. Waar de rol de winkel uitzet, kan "
        "niemand hem installeren. Een app met een licentie voor het apparaat heeft geen van beide nodig.",
    ),
    "KND408": Entry(
        "op iPhones en iPads zonder App Store zijn alleen apps met licentie te installeren: koop er {count} voor {roles}",
        "In Apple Business Manager, ook gratis apps; `apparaten plan` zegt welke ontbreken. Het zijn: {apps}.",
        "Een allowlist zet de App Store uit. Intune kan nog wel apps installeren die een licentie voor het apparaat hebben, en apps van de "
        "organisatie zelf. Apps die al op een apparaat staan blijven, en openen als de rol ze goedkeurt.",
    ),
    "PLN057": Entry(
        "{app} staat in de tenant als gekochte app en uit de App Store: de gekochte ({used}) wordt toegewezen",
        "Haal de toewijzingen van de andere weg in het portaal en verwijder die: {others}.",
        "Beide objecten staan voor één app, en Microsoft zegt niet welke van twee toewijzingen zou winnen. De gekochte app heeft een "
        "licentie voor het apparaat en installeert zonder Apple-account. Van ons blijft op de App Store-app niets staan.",
    ),
}
