"""Meldingen bij het aanmelden bij Entra (SGN)."""

from managed_apparaten.messages.entry import Entry

_SAID = " Entra meldde AADSTS{number}; trace {trace}, correlatie {correlation}."

TEXTS: dict[str, Entry | str] = {
    "SGN001": Entry(
        "er is geen manier van aanmelden die {mode} heet",
        "Kies er een: {modes}.",
        "De manier van aanmelden staat in --auth of APPARATEN_AUTH. Er wordt niets anders geprobeerd: een "
        "programma dat probeert wat het toevallig vindt, kan uitkomen in een tenant, of als iemand, die "
        "niemand bedoelde.",
    ),
    "SGN002": Entry(
        "voor aanmelden met {mode} ontbreekt {missing}",
        "Zet dit in de omgeving.",
        "AZURE_TENANT_ID en AZURE_CLIENT_ID zijn de map-id (tenant) en de toepassings-id (client) van de "
        "app-registratie; de tenant-id in organisation.yaml gaat voor die in de omgeving. "
        "AZURE_CLIENT_SECRET is de waarde van een clientgeheim, niet de id ervan. "
        "AZURE_CLIENT_CERTIFICATE_PATH is een PEM- of PFX-bestand met de persoonlijke sleutel. "
        "ACTIONS_ID_TOKEN_REQUEST_URL en _TOKEN bestaan in een GitHub-job met `permissions: id-token: "
        "write`. SYSTEM_ACCESSTOKEN moet een stap in Azure Pipelines krijgen als `env: SYSTEM_ACCESSTOKEN: "
        "$(System.AccessToken)`; AZURESUBSCRIPTION_SERVICE_CONNECTION_ID komt van de taak AzureCLI@2. "
        "GITLAB_OIDC_TOKEN ontstaat door `id_tokens:` in een GitLab-job; APPARATEN_GITLAB_ID_TOKEN noemt "
        "een andere variabele. AZURE_FEDERATED_TOKEN_FILE wordt in een Kubernetes-pod gezet door de webhook "
        "voor workload-identiteit.",
    ),
    "SGN003": Entry(
        "er is geen manier van aanmelden genoemd, en bij {pipeline} ligt er geen voor de hand",
        "Noem haar met --auth {mode} of APPARATEN_AUTH={mode}.",
        "Op een werkplek is het vanzelf wie bij Azure CLI is aangemeld. Een pipeline, en een tenant op een "
        "eigen adres, hebben zo iemand niet, dus moet de manier worden genoemd. Die in de melding past daar "
        "het best.",
    ),
    "SGN004": Entry(
        "aanmelden met {mode} kan niet bij {host}",
        "Gebruik secret, certificate, device-code of een van de federatieve manieren.",
        "Azure CLI en beheerde identiteiten kennen alleen de eigen clouds van Microsoft. Een tenant op een "
        "ander adres, zoals een aangeboden ingebouwde tenant, heeft een eigen identiteitsprovider.",
    ),
    "SGN005": Entry(
        "{variable} kan niet zijn wat er staat: {value}",
        "Kopieer het opnieuw uit de app-registratie in het Entra-beheercentrum.",
        "Een tenant heet naar zijn id (een GUID) of een van zijn domeinen, een toepassing naar haar id (een "
        "GUID). Aanhalingstekens, spaties en adressen horen er niet in.",
    ),
    "SGN010": Entry(
        "Azure CLI is niet geïnstalleerd, of staat niet in het zoekpad",
        "Installeer het (https://aka.ms/azure-cli), of kies een andere manier met --auth.",
        "Aanmelden met cli vraagt het programma `az` om een token van wie daar is aangemeld.",
    ),
    "SGN011": Entry(
        "bij Azure CLI is niemand aangemeld voor tenant {tenant}",
        "Voer `az login --tenant {tenant} --allow-no-subscriptions` uit, of kies een andere manier met "
        "--auth.",
        "Azure CLI bewaart zijn eigen aanmelding, per gebruiker van de machine. Een Intune-beheerder heeft "
        "vaak geen Azure-abonnement; daar is --allow-no-subscriptions voor.",
    ),
    "SGN012": Entry(
        "Azure CLI gaf geen bruikbaar token",
        "Kijk wat `az account get-access-token --tenant {tenant} --resource-type ms-graph` zegt. {detail}",
        "Het programma `az` is er wel, maar het mislukte, deed er langer dan een minuut over, of antwoordde "
        "iets anders dan een token.",
    ),
    "SGN013": Entry(
        "op deze machine is geen beheerde identiteit",
        "Gebruik deze manier alleen op een Azure-resource; kies anders een andere met --auth.",
        "Een beheerde identiteit wordt gevraagd op een adres dat alleen binnen Azure bestaat "
        "(169.254.169.254, of wat de host noemt in IDENTITY_ENDPOINT). Daar antwoordde niets zoals het "
        "hoort. Een proxy voor alle adressen verbergt het ook: zet 169.254.169.254 in NO_PROXY.",
    ),
    "SGN014": Entry(
        "deze Azure-resource heeft zo'n beheerde identiteit niet",
        "Geef de resource een identiteit; zet voor een door de gebruiker toegewezen identiteit haar "
        "client-id in AZURE_CLIENT_ID.",
        "De identiteitsdienst antwoordde, en kent voor deze resource geen identiteit met client-id "
        "{client}. Zonder AZURE_CLIENT_ID wordt naar de door het systeem toegewezen identiteit gevraagd.",
    ),
    "SGN020": Entry(
        "geen verbinding met {host}",
        "Controleer het netwerk, de naamserver en de firewall, en probeer het opnieuw.",
        "De aanmelddienst was niet te bereiken, of verbrak de verbinding voor hij antwoordde. Achter een "
        "proxy moet HTTPS_PROXY gezet zijn. Azure-identity heeft het al een paar keer geprobeerd.",
    ),
    "SGN021": Entry(
        "tussen deze machine en {host} staat een proxy die de aanmelding niet doorlaat",
        "Controleer HTTPS_PROXY en NO_PROXY, en laat de proxy {host} en Graph zonder eigen aanmelding door.",
        "Het antwoord kwam niet van Entra: een proxy vroeg om een eigen aanmelding (407), weigerde de "
        "tunnel, of stuurde een webpagina.",
    ),
    "SGN022": Entry(
        "het certificaat van {host} wordt hier niet vertrouwd",
        "Laat REQUESTS_CA_BUNDLE of SSL_CERT_FILE naar het PEM-bestand van de certificaatautoriteit wijzen.",
        "Iemand tussen deze machine en de aanmelddienst opent de versleuteling, zoals veel kantoornetwerken "
        "doen, of het adres is een aangeboden ingebouwde tenant: die schrijft zijn autoriteit in een "
        "bestand en zegt waar. De controle wordt nooit uitgezet.",
    ),
    "SGN023": Entry(
        "Entra kon nu niet antwoorden ({status})",
        "Probeer het over een paar minuten opnieuw." + _SAID,
        "De aanmelddienst was bezet of in storing. Azure-identity heeft het al herhaald, en wachtte zo lang "
        "als de dienst vroeg.",
    ),
    "SGN024": Entry(
        "het certificaatbestand {path} is niet te gebruiken ({problem})",
        "Geef een PEM- of PFX-bestand met een persoonlijke RSA-sleutel en het certificaat; een wachtwoord "
        "hoort in AZURE_CLIENT_CERTIFICATE_PASSWORD.",
        "Het bestand ontbreekt, is voor deze gebruiker niet leesbaar, is geen PEM of PFX, heeft geen "
        "persoonlijke sleutel of een die geen RSA is, of het wachtwoord is fout of ontbreekt. Wat precies "
        "wordt niet gemeld: die woorden kunnen een stuk van het bestand bevatten.",
    ),
    "SGN025": Entry(
        "het tokenbestand {path} is niet te lezen ({problem})",
        "Controleer de workload-identiteit van de pod: het serviceaccount en het label.",
        "Kubernetes zet een token van het serviceaccount in het bestand dat AZURE_FEDERATED_TOKEN_FILE "
        "noemt, en vernieuwt het.",
    ),
    "SGN026": Entry(
        "de pipeline gaf geen eigen token ({status})",
        "GitHub: geef de job `permissions: id-token: write`. Azure Pipelines: controleer de "
        "serviceverbinding en System.AccessToken.",
        "Het eigen token van de pipeline vervangt een geheim. GitHub maakt er op verzoek een, voor jobs die "
        "dat mogen; niet voor een pull request uit een fork. Azure Pipelines maakt er een voor een "
        "serviceverbinding met federatie van workload-identiteit die deze pipeline mag gebruiken.",
    ),
    "SGN027": Entry(
        "de code is niet op tijd ingevoerd, of de aanmelding is in de browser geweigerd",
        "Probeer het opnieuw." + _SAID,
        "Een code geldt een kwartier. Wie haar invoert, moet zich daar aanmelden en akkoord gaan.",
    ),
    "SGN028": Entry(
        "geen token binnen {seconds} seconden",
        "Zoek uit wat er vanaf hier op {host} antwoordt: een proxy, of een dienst met een storing. Probeer "
        "het daarna opnieuw.",
        "Aanmelden heeft een totale tijd, alle pogingen samen. Iets antwoordt zo traag, of helemaal niet, "
        "dat die voorbij is. Met --deadline is die korter: geen aanmelding duurt langer dan de uitvoering "
        "mag.",
    ),
    "SGN099": Entry(
        "aanmelden met {mode} mislukte ({kind})",
        "{detail}",
        "Deze fout kent deze versie niet. Wat eronder staat, zei de aanmeldbibliotheek, zonder wat geheim "
        "is.",
    ),
    "SGN100": Entry(
        "Entra weigerde het aanmelden met {mode} (AADSTS{number})",
        "{detail} Zie https://login.microsoftonline.com/error?code={number}. Trace {trace}, correlatie "
        "{correlation}.",
        "Dit nummer is geen van de gewone. Op het adres in de melding staat de uitleg van Microsoft.",
    ),
    "SGN101": Entry(
        "het clientgeheim is er geen van app {client}",
        (
            "Zet de waarde van een geheim in AZURE_CLIENT_SECRET, niet de id; maak een nieuw als "
            "de waarde kwijt is."
        )
        + _SAID,
        "Het Entra-beheercentrum toont de waarde van een geheim één keer, bij het maken. Wat het later "
        "toont, is de id van het geheim. Een geheim van een andere app, of een half geheim na het plakken, "
        "geeft dezelfde fout.",
    ),
    "SGN102": Entry(
        "het clientgeheim van app {client} is verlopen",
        (
            "Maak een nieuw geheim voor de app en vervang AZURE_CLIENT_SECRET, of beter: gebruik "
            "een federatieve referentie, die verloopt niet."
        )
        + _SAID,
        "Een clientgeheim eindigt op de dag die bij het maken is gekozen. Een pipeline met een federatieve "
        "referentie heeft geen geheim dat vernieuwd moet worden: `--auth github`, `azure-devops`, `gitlab` "
        "of `workload-identity`.",
    ),
    "SGN103": Entry(
        "app {client} is niet bekend in tenant {tenant}",
        (
            "Controleer AZURE_CLIENT_ID en de tenant; een app van een andere tenant heeft hier "
            "eerst toestemming van een beheerder nodig."
        )
        + _SAID,
        "De toepassings-id is niet die van een app-registratie in deze tenant, of de app heeft er geen "
        "service-principal. De object-id van een app ziet er hetzelfde uit en is iets anders.",
    ),
    "SGN104": Entry(
        "tenant {tenant} bestaat niet bij {host}",
        (
            "Controleer de id of het domein van de tenant, en --cloud: andere clouds melden op "
            "andere adressen aan."
        )
        + _SAID,
        "De aanmelddienst kent deze tenant niet. Hij zoekt in één cloud: een tenant van de cloud van de "
        "Amerikaanse overheid of van China staat niet in de openbare, en andersom.",
    ),
    "SGN105": Entry(
        "dit account bestaat niet in tenant {tenant}",
        "Meld aan met een account van die tenant, of laat het daar als gast uitnodigen." + _SAID,
        "Wie accounts bij meer organisaties heeft, is snel met het verkeerde aangemeld. Met Azure CLI: `az "
        "login --tenant {tenant}`.",
    ),
    "SGN106": Entry(
        "een beleid voor voorwaardelijke toegang van tenant {tenant} weigert deze aanmelding",
        (
            "Laat de id's zien aan wie de voorwaardelijke toegang beheert; het "
            "aanmeldingslogboek van Entra noemt het beleid."
        )
        + _SAID,
        "Het beleid vraagt iets wat deze aanmelding niet heeft: een beheerd apparaat, een plaats, een "
        "manier van aanmelden, een toewijzing aan de app. Aanmelden met een code is vaak met opzet "
        "geblokkeerd. De app van een pipeline kan geweigerd worden door een beleid voor "
        "workload-identiteiten. Het beleid staat er met een reden: sluit niet zomaar uit.",
    ),
    "SGN107": Entry(
        "niemand heeft toestemming gegeven voor wat app {client} vraagt",
        (
            "Laat een beheerder toestemming geven: Entra-beheercentrum, App-registraties, "
            "API-machtigingen, Beheerderstoestemming verlenen."
        )
        + _SAID,
        "De machtigingen van Intune vragen de toestemming van een beheerder, één keer per tenant. Voor "
        "Azure CLI zelf kan niemand die geven: gebruik een eigen app-registratie (`--auth device-code`), of "
        "`az login --service-principal`.",
    ),
    "SGN108": Entry(
        "app {client} heeft geen federatieve referentie die bij dit token past",
        (
            "Zet in een federatieve referentie van de app, letter voor letter: verlener "
            '"{issuer}", onderwerp "{subject}", doelgroep "{audience}".'
        )
        + _SAID,
        "Verlener (issuer), onderwerp (subject) en doelgroep (audience) van het token van de pipeline "
        "moeten alle drie gelijk zijn aan die van één federatieve referentie, ook in hoofdletters. Een "
        "GitHub-job met `environment:` heeft repo:ORG/REPO:environment:NAAM als onderwerp; zonder heeft een "
        "branch repo:ORG/REPO:ref:refs/heads/NAAM en een pull request repo:ORG/REPO:pull_request. "
        "Repository's met onveranderlijke onderwerpen hebben er nummers in. De gewone doelgroep is "
        "api://AzureADTokenExchange. De melding toont wat het token zegt; niets daarvan is geheim.",
    ),
    "SGN109": Entry(
        "het certificaat, of de sleutel die het token tekende, is er geen die app {client} kent of nog "
        "aanvaardt",
        (
            "Upload het certificaat naar de app, of gebruik het certificaat dat er staat; "
            "controleer de datums en de klok van deze machine."
        )
        + _SAID,
        "Entra zoekt een certificaat met de vingerafdruk die is meegestuurd, en controleert daarmee de "
        "handtekening. Het vond er geen, een dat verlopen of nog niet begonnen is, of een handtekening van "
        "een andere sleutel. Bij het token van een pipeline is de sleutel van de verlener niet gevonden.",
    ),
    "SGN110": Entry(
        "tenant {tenant} vraagt meervoudige verificatie, en deze manier van aanmelden kan dat niet",
        (
            "Meld opnieuw aan waar het wel kan: `az login --tenant {tenant}` of --auth "
            "device-code. Gebruik voor een pipeline een app, geen persoon."
        )
        + _SAID,
        "De aanmelding is ouder dan de eis, of kwam van een plaats waar die geldt. Na aanmelden met een "
        "tweede factor werkt dezelfde opdracht.",
    ),
    "SGN111": Entry(
        "het ondertekende token geldt nu niet, of niet voor {host}",
        (
            "Zet de klok van deze machine goed (een paar minuten tellen); een GitLab-job die "
            "lang liep, moet opnieuw."
        )
        + _SAID,
        "Het token dat een geheim vervangt, zegt van wanneer tot wanneer het geldt, en Entra staat zo'n "
        "vijf minuten verschil toe. Een klok die afwijkt, of een token van toen de job lang geleden begon, "
        "zijn de gewone oorzaken.",
    ),
    "SGN112": Entry(
        "app {client} mag niet met een code worden gebruikt",
        (
            'Entra-beheercentrum, App-registraties, Verificatie: zet "Openbare clientstromen '
            'toestaan" op Ja. Of gebruik een andere manier.'
        )
        + _SAID,
        "Een code is voor een app zonder geheim, een openbare client. Entra houdt een app voor "
        "vertrouwelijk tot iemand anders zegt.",
    ),
    "SGN113": Entry(
        "dit account of deze app is uitgeschakeld of vergrendeld, of het wachtwoord moet worden gewijzigd",
        "Vraag het aan wie de accounts van tenant {tenant} beheert." + _SAID,
        "Iemand heeft het uitgeschakeld, of Entra vergrendelde het na mislukte pogingen. Opnieuw proberen "
        "verlengt een vergrendeling.",
    ),
    "SGN114": Entry(
        "de bewaarde aanmelding geldt niet meer",
        (
            "Meld opnieuw aan: `az login --tenant {tenant}`, of voer de opdracht nog eens uit "
            "met --auth device-code."
        )
        + _SAID,
        "Zij is te lang geleden of te lang niet gebruikt, het wachtwoord is gewijzigd, of een beheerder "
        "beëindigde alle sessies.",
    ),
    "SGN115": Entry(
        "Graph is niet bekend in tenant {tenant} bij {host}",
        "Controleer --cloud: aanmelden, Graph en tenant moeten van dezelfde cloud zijn." + _SAID,
        "Er is bij de ene cloud een token gevraagd voor Graph van een andere, of de app mag niet om Graph "
        "vragen.",
    ),
    "signin.by-default": (
        "Aanmelden zoals Azure CLI is aangemeld (--auth {mode}). Wie daar zelf `az login` deed, heeft geen "
        "machtigingen voor Intune: antwoordt Graph met 403, gebruik dan --auth device-code met een eigen "
        "app-registratie, of `az login --service-principal`."
    ),
    "signin.code": "Open {url} om aan te melden en voer {code} in (voor {until}).",
    "signin.not-kept": "Deze machine heeft geen kluis om de aanmelding in te bewaren; zij geldt alleen voor deze opdracht.",
}
