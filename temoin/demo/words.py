"""What the people of the invented world write into files, in French and in Dutch."""

from __future__ import annotations

from random import Random

_SAYINGS: dict[str, tuple[str, str]] = {
    # key: French variants, Dutch variants, separated by |
    "explained": (
        "Proche du sinistre, corps d'état adapté, charge correcte cette semaine.",
        "Dichtbij, juiste vakgebied, ruimte deze week.",
    ),
    "declined": (
        "Planning complet jusqu'à la fin du mois.|Chantier trop éloigné pour nous.|Nous ne faisons pas ce type de support.",
        "Planning vol tot het einde van de maand.|Te ver voor ons.|Wij werken niet op deze ondergrond.",
    ),
    "contact": (
        "Client joint du premier coup, accès par la cour.|Cliente disponible en matinée, digicode donné.|Prévoir un escabeau, plafond à 3 m.",
        "Klant meteen bereikt, toegang via de binnenplaats.|Klant kan in de voormiddag, parkeren voor de deur.",
    ),
    "other_time": (
        "Plutôt en fin de journée, après 17 h.|Je serai absent jeudi ; vendredi matin me convient.",
        "Liever na 17 uur.|Donderdag ben ik er niet; vrijdagochtend past mij.",
    ),
    "damage_found": (
        "La surface touchée est le double de celle déclarée ; le parquet de la chambre a gondolé aussi.",
        "De beschadigde oppervlakte is dubbel zo groot als aangegeven; ook het parket van de slaapkamer is bol komen te staan.",
    ),
    "circumstance_found": (
        "La fuite vient de la toiture-terrasse et non du voisin du dessus.",
        "Het lek komt van het platte dak en niet van de bovenbuur.",
    ),
    "ask_info": (
        "Pouvez-vous détailler la surface du plafond et préciser la préparation du support ?|Merci de joindre une photo d'ensemble de la pièce et le métré.|Le poste « protection » est compté deux fois : à corriger ou à justifier.",
        "Kunt u de oppervlakte van het plafond en de voorbereiding van de ondergrond toelichten?|Graag een overzichtsfoto van de kamer en de opmeting.",
    ),
    "answer_info": (
        "Surface : 14,2 m². Deux couches d'impression, l'ancien enduit farine.|Photo et métré joints. La protection couvre deux pièces différentes.",
        "Oppervlakte: 14,2 m². Twee lagen grondverf, de oude pleister poedert.|Foto en opmeting toegevoegd.",
    ),
    "control": (
        "Prix au m² au-dessus du bordereau : devis comparatif demandé.|Surface à vérifier avec le plan envoyé par l'assuré.",
        "Prijs per m² boven de prijslijst: vergelijkende offerte gevraagd.",
    ),
    "reduced": (
        "Accord hors reprise du mur mitoyen, non touché par le sinistre.|Vétusté appliquée sur le revêtement de sol.",
        "Akkoord zonder de gemene muur, die niet beschadigd is.|Slijtage toegepast op de vloerbekleding.",
    ),
    "contested": (
        "Le mur mitoyen est taché sur 80 cm : photos jointes, nous maintenons le poste.",
        "De gemene muur is over 80 cm bevlekt: wij behouden deze post.",
    ),
    "agreed": (
        "Accord trouvé au téléphone avec l'expert : la moitié du poste contesté.",
        "Akkoord aan de telefoon met de expert: de helft van de betwiste post.",
    ),
    "refused": (
        "Dommage antérieur au contrat.|Infiltration par façade, exclue du contrat.",
        "Schade van voor het contract.|Insijpeling langs de gevel, uitgesloten.",
    ),
    "cash": (
        "L'assuré préfère faire les travaux lui-même : indemnisation demandée.",
        "De verzekerde doet de werken liever zelf: uitkering gevraagd.",
    ),
    "cancelled": (
        "J'ai fait réparer par un proche, je n'ai plus besoin de l'intervention.|Je vends l'appartement, merci d'annuler.",
        "Ik heb het door een kennis laten herstellen.|Ik verkoop de flat, graag annuleren.",
    ),
    "over_limit": (
        "Devis au-dessus de la limite : dossier complet pour la compagnie.",
        "Offerte boven de limiet: dossier volledig voor de maatschappij.",
    ),
    "to_adjuster": (
        "Merci de nous donner votre accord sur le devis joint, photos au dossier.",
        "Graag uw akkoord over de bijgevoegde offerte, foto's in het dossier.",
    ),
    "ask_adjuster": (
        "Le rapport retient 9 m² de plafond ; le prestataire en relève 14. Que retenez-vous ?",
        "Het verslag neemt 9 m² plafond op; de aannemer meet 14. Wat houdt u aan?",
    ),
    "adjuster_says": (
        "Je retiens 12 m² après examen des photos.|D'accord pour la surface du prestataire.",
        "Na het zien van de foto's houd ik 12 m² aan.|Akkoord met de oppervlakte van de aannemer.",
    ),
    "chased": (
        "Où en est l'étude de mon devis ?|L'assuré appelle tous les deux jours, merci de traiter.",
        "Hoever staat het met mijn offerte?|De verzekerde belt om de twee dagen, graag behandelen.",
    ),
    "chase_answered": (
        "Assuré rappelé : décision donnée demain au plus tard.",
        "Verzekerde teruggebeld: beslissing uiterlijk morgen.",
    ),
    "remote": (
        "Lien de téléévaluation envoyé, l'assuré n'a pas encore ouvert la visio.",
        "Link voor de beoordeling op afstand verstuurd, nog niet geopend.",
    ),
    "remote_done": (
        "Auréole de 60 cm au plafond, peinture cloquée, pas de moisissure visible.",
        "Kring van 60 cm op het plafond, verf gebladderd, geen zichtbare schimmel.",
    ),
    "cause": (
        "La fuite du dessus n'est pas encore réparée, le syndic a été relancé.|Joint de douche à refaire avant toute reprise.",
        "Het lek hierboven is nog niet hersteld, de syndicus is aangesproken.|Voeg van de douche eerst te herstellen.",
    ),
    "damp": (
        "Plafond encore très humide, déshumidificateur posé.|Mur à reprendre après séchage complet, appareil laissé sur place.",
        "Plafond nog erg vochtig, bouwdroger geplaatst.|Muur pas afwerken als hij droog is, toestel blijft staan.",
    ),
    "drier": (
        "Ça descend, on laisse l'appareil une semaine de plus.",
        "Het daalt, het toestel blijft nog een week.",
    ),
    "dry": ("Sec : les travaux peuvent reprendre.", "Droog: de werken kunnen verder."),
    "no_reply": (
        "Sonne dans le vide.|Message laissé, pas de retour.|Bascule directement sur le répondeur.",
        "Gaat over, niemand neemt op.|Bericht achtergelaten.|Meteen voicemail.",
    ),
    "unreachable": (
        "Trois appels à des heures différentes et un SMS, sans réponse.",
        "Drie oproepen op verschillende uren en een sms, zonder antwoord.",
    ),
    "room": (
        "Salon|Cuisine|Salle de bain|Chambre|Couloir",
        "Woonkamer|Keuken|Badkamer|Slaapkamer|Gang",
    ),
    "other_repair": (
        "La colonne d'évacuation est à changer par la copropriété avant nos peintures.",
        "De afvoerleiding moet eerst door de mede-eigendom worden vervangen.",
    ),
    "holiday": (
        "Entreprise fermée pour congés, reprise à la date indiquée.",
        "Bedrijf gesloten wegens verlof tot de vermelde datum.",
    ),
    "out_of_season": (
        "Chef d'équipe hospitalisé ; l'assuré préfère attendre son retour plutôt que changer d'entreprise.",
        "Ploegbaas in het ziekenhuis; de verzekerde wacht liever op zijn terugkeer.",
    ),
    "price_asked": (
        "Prix demandé pour le vitrage sur mesure.|Référence du carrelage à retrouver, demande envoyée.",
        "Prijs gevraagd voor glas op maat.|Referentie van de tegel wordt opgezocht.",
    ),
    "supplies": (
        "Carrelage commandé, livraison annoncée pour cette semaine-là.|Porte sur mesure en fabrication.",
        "Tegels besteld, levering in die week aangekondigd.|Deur op maat in productie.",
    ),
    "ask_insurer": (
        "La garantie joue-t-elle pour le parquet flottant ?|Confirmez-vous la prise en charge de la recherche de fuite ?",
        "Is het laminaat gedekt?|Bevestigt u de dekking van de lekdetectie?",
    ),
    "insurer_says": (
        "Oui, garantie acquise, sans franchise sur ce poste.|Prise en charge confirmée.",
        "Ja, gedekt, zonder vrijstelling op deze post.|Dekking bevestigd.",
    ),
    "long": (
        "Assuré hospitalisé, reprise souhaitée après sa convalescence.|Logement loué jusqu'à la fin du bail, travaux ensuite.",
        "Verzekerde in het ziekenhuis, verder na het herstel.|Woning verhuurd tot het einde van de huur, daarna de werken.",
    ),
    "long_over": ("Assuré rentré chez lui, on reprend.", "Verzekerde is weer thuis, wij gaan verder."),
    "complaint": (
        "Personne ne m'a rappelé depuis dix jours, ce n'est pas acceptable.|L'artisan est venu avec deux heures de retard sans prévenir.|La peinture n'est pas de la même teinte que le reste du mur.",
        "Niemand heeft mij in tien dagen teruggebeld.|De vakman kwam twee uur te laat zonder iets te zeggen.|De verf heeft niet dezelfde tint als de rest van de muur.",
    ),
    "complaint_closed": (
        "Excuses faites par téléphone, date de reprise confirmée avec l'assuré.",
        "Verontschuldigingen gegeven, nieuwe datum bevestigd.",
    ),
    "site_check": (
        "Passage demandé : finition contestée dans le séjour.",
        "Bezoek gevraagd: afwerking in de woonkamer betwist.",
    ),
    "site_checked": (
        "Finition conforme, une retouche demandée derrière le radiateur.",
        "Afwerking in orde, één retouche achter de radiator gevraagd.",
    ),
    "message": (
        "Le support est en amiante-ciment : je ne perce pas sans diagnostic. Que faites-vous ?|L'assuré demande aussi la chambre, non prévue à l'ordre.|Accès par échafaudage nécessaire, qui le commande ?",
        "De ondergrond is asbestcement: ik boor niet zonder onderzoek. Wat doet u?|De verzekerde vraagt ook de slaapkamer, die niet in de opdracht staat.",
    ),
    "to_insured": (
        "Bonjour, pourriez-vous nous envoyer une photo d'ensemble de la pièce ? Le prestataire en a besoin pour préparer sa visite.|Bonjour, la cause de la fuite est-elle réparée ? Merci de nous le confirmer avec la facture du plombier.",
        "Goedendag, kunt u ons een overzichtsfoto van de kamer bezorgen? De aannemer heeft die nodig.|Goedendag, is de oorzaak van het lek hersteld? Graag een bevestiging.",
    ),
    "from_insured": (
        "Bonjour, oui, le plombier est passé lundi. Je vous envoie la facture ce soir.|Merci. Je travaille jusqu'à 17 h, plutôt le matin si possible.",
        "Goedendag, ja, de loodgieter is maandag geweest. Ik stuur de factuur vanavond.|Bedankt. Ik werk tot 17 uur, liefst in de voormiddag.",
    ),
    "contractor_asks": (
        "Bonjour, y a-t-il un digicode et une place pour se garer devant l'immeuble ?|Bonjour, pouvez-vous vider le placard contre le mur taché avant notre passage ?",
        "Goedendag, is er een toegangscode en kan ik voor de deur parkeren?|Goedendag, kunt u de kast tegen de bevlekte muur leegmaken voor wij komen?",
    ),
    "insured_answers": (
        "Oui : 24A7, escalier B, 3e étage. On peut se garer dans la cour.|C'est fait, le placard est vide.",
        "Ja: 24A7, trap B, derde verdieping. U kunt op de binnenplaats parkeren.|De kast is leeg.",
    ),
    "to_insurer": (
        "Bonjour, l'assuré demande si la franchise s'applique à la recherche de fuite. Pouvez-vous nous le préciser ?",
        "Goedendag, de verzekerde vraagt of de vrijstelling ook geldt voor het zoeken van het lek. Kunt u dat verduidelijken?",
    ),
    "dealt": (
        "Réponse donnée au prestataire par téléphone, on continue comme prévu.",
        "Antwoord aan de aannemer gegeven, we gaan verder zoals gepland.",
    ),
    "anomaly_cleared": (
        "Écart vérifié sur photos, pris en charge ; le devis suit.",
        "Verschil nagekeken op foto's, gedekt; de offerte volgt.",
    ),
    "reservations": (
        "Une trace de rouleau visible au-dessus de la fenêtre.|Le joint du carrelage n'est pas fini derrière la porte.",
        "Er is een rolstreep zichtbaar boven het raam.|De voeg achter de deur is niet af.",
    ),
    "settled": ("Retouche faite, l'assuré est d'accord.", "Retouche gedaan, de verzekerde gaat akkoord."),
    "invoice_ok": ("Écart dû à la TVA, accepté.", "Verschil door de btw, aanvaard."),
    "call_back": (
        "L'assurée souhaite être rappelée au sujet de la date des travaux.",
        "De verzekerde wil over de datum van de werken worden gebeld.",
    ),
    "called_back": ("Cliente rassurée, date confirmée.", "Klant gerustgesteld, datum bevestigd."),
    "insurer_message": (
        "Merci de nous transmettre l'état d'avancement pour notre assuré.|Nouvelle adresse de facturation à prendre en compte.",
        "Graag een stand van zaken voor onze verzekerde.|Nieuw factuuradres te noteren.",
    ),
    "insurer_answered": ("État d'avancement transmis ce jour.", "Stand van zaken vandaag doorgestuurd."),
    "note": (
        "Locataire sur place, propriétaire informé.|Attention : chien dans la cour.|Rappeler l'assuré après 18 h uniquement.|Dossier suivi avec le voisin du dessus, même cause.|Gardien présent le matin pour les clés.",
        "Huurder ter plaatse, eigenaar verwittigd.|Opgelet: hond op de binnenplaats.|Verzekerde enkel na 18 uur bellen.|Sleutel bij de buren.",
    ),
    "call": (
        "L'assuré demande où en est son dossier, informé de la suite.|Confirmation de l'adresse et de l'étage.|Le prestataire annonce un léger retard.",
        "De verzekerde vraagt naar de stand van zaken, op de hoogte gebracht.|Adres en verdieping bevestigd.",
    ),
    "photos": (
        "Photos prises ce matin, la tache s'est agrandie.|Autre angle de la pièce.",
        "Foto's van vanmorgen, de vlek is groter geworden.",
    ),
    "remarks": (
        "Chantier nettoyé, gravats évacués.|Deux couches passées, teinte validée par le client.",
        "Werf opgeruimd, puin afgevoerd.|Twee lagen gezet, tint goedgekeurd door de klant.",
    ),
    "supply_product": (
        "Carrelage grès cérame gris|Parquet stratifié chêne clair|Peinture velours blanc cassé",
        "Keramische tegel grijs|Laminaat lichte eik|Fluweelmatte verf gebroken wit",
    ),
    "reassigned": (
        "Le prestataire ne donne plus de nouvelles.",
        "De aannemer laat niets meer van zich horen.",
    ),
    "reopened": ("L'assuré signale que la tache réapparaît.", "De verzekerde meldt dat de vlek terugkomt."),
    "beyond": (
        "Date choisie avec l'assuré, absent d'ici là.",
        "Datum gekozen met de verzekerde, die tot dan afwezig is.",
    ),
    "supplier": (
        "Négoce du Canal|Comptoir des Deux Gares|Matériaux Belle-Rive",
        "Bouwhandel De Sluis|Tegelhuis Noordkaai",
    ),
}

_DAMAGE: dict[str, tuple[str, str]] = {
    "water_damage": (
        "Fuite de l'appartement du dessus, plafond du séjour taché et peinture cloquée.|Rupture du flexible sous l'évier, cuisine et couloir inondés.|Joint de baignoire, infiltration dans le mur de la chambre.|Débordement du lave-linge, parquet gondolé.|Canalisation encastrée percée, mur de l'entrée humide.|Infiltration par la colonne, auréole au plafond de la salle de bains.",
        "Lek bij de bovenburen, vlek op het plafond van de woonkamer.|Gesprongen slang onder de gootsteen, keuken en gang onder water.|Voeg van het bad lek, vocht in de muur van de slaapkamer.|Wasmachine overgelopen, parket bol.|Ingebouwde leiding lek, muur in de hal vochtig.",
    ),
    "glass_breakage": (
        "Double vitrage du séjour fêlé par un choc.|Vitre de la porte-fenêtre brisée.",
        "Dubbel glas in de woonkamer gebarsten.|Ruit van de terrasdeur gebroken.",
    ),
    "burglary": (
        "Porte palière forcée, serrure et bâti à remplacer.|Fenêtre du rez-de-chaussée fracturée.",
        "Voordeur opengebroken, slot en kader te vervangen.|Raam op het gelijkvloers geforceerd.",
    ),
    "fire": (
        "Feu de friteuse, murs et plafond de la cuisine noircis.|Départ de feu sur multiprise, suie dans le séjour.",
        "Brand in de keuken, muren en plafond zwart.|Kortsluiting, roet in de woonkamer.",
    ),
    "storm": (
        "Tuiles arrachées, eau dans les combles.|Faîtage soulevé par le vent, plafond de la chambre taché.",
        "Dakpannen weggewaaid, water op zolder.|Nok opgetild door de wind, vlek op het plafond.",
    ),
    "third_party_liability": (
        "Notre assuré a endommagé le plafond de son voisin du dessous.|Parquet du voisin taché par une fuite de radiateur.",
        "Onze verzekerde beschadigde het plafond van de onderbuur.|Parket van de buur bevlekt door een lekkende radiator.",
    ),
    "tiles": (
        "Carrelage mural fendu après la recherche de fuite.|Cinq carreaux de faïence cassés dans la douche.",
        "Wandtegels gebarsten na het zoeken van het lek.|Vijf tegels gebroken in de douche.",
    ),
}

SAID = frozenset(_SAYINGS)


def say(key: str, language: str, rng: Random) -> str:
    """One of the ways to say it; whoever does not write Dutch writes French."""
    french, dutch = _SAYINGS[key]
    return rng.choice((dutch if language == "nl" else french).split("|"))


def damage(loss_type: str, language: str, rng: Random) -> str:
    """What the insured tells on the telephone."""
    french, dutch = _DAMAGE[loss_type]
    return rng.choice((dutch if language == "nl" else french).split("|"))
