"""What the commands say beside the declared labels, in English and French: the English text is the key."""

FRENCH: dict[str, str] = {
    "Running": "Simulation",
    "Examining: where the spread comes from, the best means on fresh worlds": "Examen : d'où vient la dispersion, les meilleures moyennes sur des mondes neufs",
    "{label}: {done} of {total}, about {left} s left": "{label} : {done} sur {total}, encore {left} s environ",
    "{label}, {failed} failed": "{label}, {failed} en échec",
    "Compiling the model for this machine (once, about 40 s)…": "Compilation du modèle pour cette machine (une seule fois, 40 s environ)…",
    "Columns: {named}. `omnigov describe NAME` says more.": "Colonnes : {named}. `omnigov describe NOM` en dit plus.",
    "off": "désactivé :",
    "mean": "moyenne",
    "median": "médiane",
    "week": "semaine",
    "event": "événement",
    "{worlds} worlds from {first}, seed {seed}, {customers} customers, {weeks} weeks": (
        "{worlds} mondes à partir de {first}, graine {seed}, {customers} clients, {weeks} semaines"
    ),
    "Over time (median, 8 worlds in 10)": "Dans le temps (médiane, 8 mondes sur 10)",
    "Odds, as shares of worlds": "Chances, en part des mondes",
    "success": "succès",
    "partial": "partiel",
    "failure": "échec",
    "stopped by the board": "arrêté par le comité",
    "whole roadmap live within the horizon": "toute la feuille de route en service à l'horizon",
    "Report": "Rapport",
    "Results": "Résultats",
    "Companies": "Entreprises",
    "Governance": "Gouvernance",
    "compose them as": "à composer ainsi :",
    "{journey} is live": "{journey} en service",
    "the whole roadmap is live": "toute la feuille de route est en service",
    "a sponsor is in office": "un sponsor est en poste",
    "no sponsor is in office": "aucun sponsor en poste",
    "the board has stopped the programme": "le comité a arrêté le programme",
    "decided: {what}": "décidé : {what}",
    "World {world} under {title}": "Monde {world} sous {title}",
    "people": "personnes",
    "teams": "équipes",
    "directorate": "direction",
    "all": "total",
    "{name}: {done} of {all} runs finished, {failed} failed": "{name} : {done} simulations sur {all} terminées, {failed} en échec",
    "the last {ago} ago": "la dernière il y a {ago}",
    "about {left} to go at this pace": "encore {left} environ à ce rythme",
    "asked of them": "demandé",
    "at most of one team": "au plus d'une équipe",
    "Written:": "Écrit :",
    "Next:": "Ensuite :",
    "who decides": "qui décide",
    "goals": "les objectifs",
    "structure": "la structure",
    "pace": "le rythme",
    "technology": "la technique",
    "left uncertain": "laissé incertain",
    "no lever of its own": "aucun levier propre",
    "Company": "Entreprise",
    "Next": "Ensuite",
    "(not known)": "(ne sait pas)",
    "Enter: do not know": "Entrée : ne sait pas",
    "{known} of {all} questions answered; what is left open is drawn anew in each world.": (
        "{known} questions sur {all} ont une réponse ; ce qui reste ouvert est tiré à nouveau dans chaque monde."
    ),
    "Made by omnigov diagnose from {known} answers; edit it freely, then: omnigov check": (
        "Fait par omnigov diagnose à partir de {known} réponses ; modifiez-le librement, puis : omnigov check"
    ),
    "The number of an answer behind each name; 0 is: do not know. Then: omnigov diagnose FILE": (
        "Le numéro d'une réponse derrière chaque nom ; 0 : ne sait pas. Puis : omnigov diagnose FICHIER"
    ),
    "{channels} channels, {journeys} journeys, {packages} work packages; {days} nominal days, {norm} at the company's norm, planned over {weeks} weeks": (
        "{channels} canaux, {journeys} parcours, {packages} lots ; {days} jours nominaux, {norm} à la norme de l'entreprise, prévus sur {weeks} semaines"
    ),
}


def say(text: str, lang: str = "en", **values: object) -> str:
    """The text in a language, its values filled in."""
    return (FRENCH.get(text, text) if lang == "fr" else text).format(**values)
