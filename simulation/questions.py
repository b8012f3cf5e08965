# ruff: noqa: E501 - a question is one line
"""The questionnaire: observable facts about a company, and the ranges of its numbers that each answer leaves open.

Every answer is something that anyone in the company could check. An answer gives a range, never a point; "don't know" gives the range of all
answers. All ranges are assumed: they cut what typical companies show (`scenarios/populations/typical.toml`) into parts.
"""

from typing import NamedTuple

Ranges = dict[str, tuple[float, float]]


class Option(NamedTuple):
    """One answer: its text, and the range that it gives to each number of the question."""

    text: str
    text_fr: str
    ranges: Ranges


class Question(NamedTuple):
    """A question with its answers. `key` is its name in a file of answers; numbers are `traits.NAME`, `company.NAME` (of `shape.Shape`) or VALUE."""

    key: str
    text: str
    text_fr: str
    options: tuple[Option, ...]


def _one(name: str, *answers: tuple[str, str, float, float]) -> tuple[Option, ...]:
    return tuple(Option(text, text_fr, {name: (low, high)}) for text, text_fr, low, high in answers)


SECTOR = "sector"
SECTORS = ("retail", "bank", "insurance", "services")  # of the typical population, which says what their outlets are called
VALUE = "journeys.value"  # of all journeys together
CUSTOMERS = "traits.customers_represented"
FOLLOWING = (VALUE, CUSTOMERS)  # where they are not known, they follow from the other sizes

QUESTIONS: tuple[Question, ...] = (
    Question(SECTOR, "Which of these is nearest to your company?", "Lequel est le plus proche de votre entreprise ?", (
        Option("a retailer", "un distributeur", {}), Option("a bank", "une banque", {}), Option("an insurer", "un assureur", {}), Option("another service company", "une autre société de services", {}))),
    Question("directorates", "How many directorates have a seat on the board?", "Combien de directions siègent au comité de direction ?", _one(
        "company.directorates", ("5 or 6", "5 ou 6", 5, 6), ("7 to 9", "7 à 9", 7, 9), ("10 or more", "10 ou plus", 10, 12))),
    Question("teams", "How many teams of the head office and the regions does the programme touch?", "Combien d'équipes du siège et des régions le programme touche-t-il ?", _one(
        "company.teams", ("fewer than 35", "moins de 35", 20, 34), ("35 to 70", "35 à 70", 35, 70), ("71 to 120", "71 à 120", 71, 120), ("more", "davantage", 121, 200))),
    Question("team_size", "How many people are in an ordinary one of them?", "Combien de personnes dans une équipe ordinaire ?", _one(
        "company.team_size", ("up to 5", "jusqu'à 5", 3, 5), ("6 to 9", "6 à 9", 6, 9), ("10 or more", "10 ou plus", 10, 18))),
    Question("channels", "Through how many channels are customers served (web, app, outlets, call centre, ...)?", "Par combien de canaux servez-vous les clients (web, application, points de vente, centre d'appels...) ?", _one(
        "company.channels", ("3 or 4", "3 ou 4", 3, 4), ("5 or 6", "5 ou 6", 5, 6), ("7 or more", "7 ou plus", 7, 10))),
    Question("journeys", "How many journeys across channels are on the roadmap?", "Combien de parcours entre canaux figurent sur la feuille de route ?", _one(
        "company.journeys", ("up to 10", "jusqu'à 10", 8, 10), ("11 to 18", "11 à 18", 11, 18), ("more", "davantage", 19, 30))),
    Question("plan", "How long is the plan of the whole roadmap?", "Quelle est la durée du plan de toute la feuille de route ?", _one(
        "company.plan_weeks", ("about a year or less", "un an ou moins", 35, 55), ("a year and a half", "un an et demi", 56, 85), ("two years or more", "deux ans ou plus", 86, 110))),
    Question("customers", "How many customers do you have?", "Combien de clients avez-vous ?", _one(
        CUSTOMERS, ("fewer than 300,000", "moins de 300 000", 5e4, 3e5), ("300,000 to 2 million", "300 000 à 2 millions", 3e5, 2e6), ("2 to 10 million", "2 à 10 millions", 2e6, 1e7), ("more", "davantage", 1e7, 5e7))),
    Question("value", "What margin a year does the business case expect of the whole roadmap, once all is live and used?", "Quelle marge annuelle le dossier attend-il de toute la feuille de route, une fois tout en service et utilisé ?", _one(
        VALUE, ("under 2 M EUR", "moins de 2 M EUR", 2e5, 2e6), ("2 to 10 M EUR", "2 à 10 M EUR", 2e6, 1e7), ("10 to 50 M EUR", "10 à 50 M EUR", 1e7, 5e7), ("more", "davantage", 5e7, 2e8))),
    Question("franchised", "How many of your outlets belong to franchisees or agents?", "Combien de vos points de vente appartiennent à des franchisés ou à des agents ?", _one(
        "company.franchised", ("none", "aucun", 0.0, 0.02), ("up to half", "jusqu'à la moitié", 0.02, 0.5), ("more than half", "plus de la moitié", 0.5, 0.95))),
    Question("openness", "A team needs two days of work from another directorate: how does it get them?", "Une équipe a besoin de deux jours de travail d'une autre direction : comment les obtient-elle ?", _one(
        "traits.openness", ("the two directors agree on it", "les deux directeurs se mettent d'accord", 0.15, 0.35), ("by a request that a committee ranks", "par une demande qu'un comité classe", 0.35, 0.55), ("somebody calls somebody", "quelqu'un appelle quelqu'un", 0.55, 0.8))),
    Question("digital_maturity", "How often does the web site get a new release?", "À quelle fréquence le site web reçoit-il une nouvelle version ?", _one(
        "traits.digital_maturity", ("a few times a year", "quelques fois par an", 0.15, 0.35), ("every month or so", "chaque mois environ", 0.35, 0.6), ("every week or more often", "chaque semaine ou plus souvent", 0.6, 0.85))),
    Question("staff_turnover", "Of a hundred people of these teams, how many left in the last year?", "Sur cent personnes de ces équipes, combien sont parties en un an ?", _one(
        "traits.staff_turnover", ("fewer than 8", "moins de 8", 0.04, 0.08), ("8 to 15", "8 à 15", 0.08, 0.15), ("more", "davantage", 0.15, 0.3))),
    Question("other_changes", "How many other programmes that change everybody's work are going on?", "Combien d'autres programmes qui changent le travail de tous sont en cours ?", _one(
        "traits.other_changes", ("none or one", "aucun ou un", 0.05, 0.25), ("two or three", "deux ou trois", 0.25, 0.45), ("more", "davantage", 0.45, 0.75))),
    Question("integrators", "Of ten people working on such programmes, how many are from outside integrators?", "Sur dix personnes qui travaillent à de tels programmes, combien viennent d'intégrateurs ?", _one(
        "traits.integrators", ("none or one", "aucune ou une", 0.0, 0.12), ("two or three", "deux ou trois", 0.12, 0.35), ("more", "davantage", 0.35, 0.6))),
    Question("consultation", "How long does a reorganisation take from its announcement until it may take effect?", "Combien de temps entre l'annonce d'une réorganisation et sa prise d'effet ?", _one(
        "traits.consultation_weeks", ("a few weeks", "quelques semaines", 0.0, 4.0), ("two or three months", "deux ou trois mois", 6.0, 13.0), ("four months or more", "quatre mois ou plus", 14.0, 26.0))),
    Question("norm", "What was estimated at ten days in your last projects took in the end ...", "Ce qui était estimé à dix jours dans vos derniers projets a pris en fin de compte...", _one(
        "traits.norm", ("under 14", "moins de 14", 1.15, 1.4), ("14 to 17", "14 à 17", 1.4, 1.7), ("more", "davantage", 1.7, 2.2))),
    Question("sponsor_programmes", "How many programmes does a board member sponsor at a time?", "Combien de programmes un membre du comité parraine-t-il à la fois ?", _one(
        "traits.sponsor_programmes", ("one or two", "un ou deux", 1.0, 2.0), ("three or four", "trois ou quatre", 3.0, 4.0), ("five or more", "cinq ou plus", 5.0, 8.0))),
    Question("sponsor_turnover", "How long does a board member stay in the same office?", "Combien de temps un membre du comité reste-t-il au même poste ?", _one(
        "traits.sponsor_turnover", ("eight years or more", "huit ans ou plus", 0.05, 0.12), ("four to seven years", "quatre à sept ans", 0.12, 0.25), ("less", "moins", 0.25, 0.4))),
    Question("committee", "How many items did the last monthly committee decide?", "Combien de points le dernier comité mensuel a-t-il tranchés ?", _one(
        "traits.committee_items", ("up to 6", "jusqu'à 6", 3.0, 6.0), ("7 to 12", "7 à 12", 7.0, 12.0), ("more", "davantage", 13.0, 20.0))),
    Question("quorum", "What happens when a third of its members is missing?", "Que se passe-t-il quand un tiers de ses membres manque ?", _one(
        "traits.committee_quorum", ("it decides all the same", "il décide quand même", 0.3, 0.5), ("it decides what is prepared", "il décide ce qui est préparé", 0.5, 0.65), ("it is put off", "il est reporté", 0.65, 0.8))),
    Question("patience", "What became of the last programme that was a year late?", "Qu'est devenu le dernier programme en retard d'un an ?", _one(
        "traits.patience", ("it was stopped", "il a été arrêté", 0.15, 0.35), ("it was cut down and re-planned", "il a été réduit et replanifié", 0.35, 0.65), ("it went on", "il a continué", 0.65, 0.85))),
    Question("legacy_debt", "How much of the developers' time goes into keeping old systems going?", "Quelle part du temps des développeurs va au maintien des anciens systèmes ?", _one(
        "traits.legacy_debt", ("under a fifth", "moins d'un cinquième", 0.15, 0.35), ("a fifth to a third", "d'un cinquième à un tiers", 0.35, 0.65), ("more", "davantage", 0.65, 1.2))),
    Question("api_coverage", "Of ten systems that journeys need, how many have an interface (API) that another team uses today?", "Sur dix systèmes dont les parcours ont besoin, combien ont une interface (API) utilisée aujourd'hui par une autre équipe ?", _one(
        "traits.api_coverage", ("none to two", "zéro à deux", 0.05, 0.25), ("three or four", "trois ou quatre", 0.25, 0.45), ("five or more", "cinq ou plus", 0.45, 0.75))),
    Question("api_quality", "A team used an existing interface for the first time: how did that go?", "Une équipe a utilisé une interface existante pour la première fois : comment cela s'est-il passé ?", _one(
        "traits.api_quality", ("it had to be rewritten", "il a fallu la réécrire", 0.1, 0.35), ("it took weeks and its authors' help", "il a fallu des semaines et l'aide de ses auteurs", 0.35, 0.6), ("it worked from its documentation", "elle a marché d'après sa documentation", 0.6, 0.85))),
    Question("own_load", "How late were the directorates' own roadmaps at the end of last year?", "Quel retard avaient les feuilles de route propres des directions à la fin de l'an dernier ?", _one(
        "traits.own_load", ("on time", "à l'heure", 0.75, 0.9), ("about a quarter late", "en retard d'un trimestre environ", 0.9, 1.0), ("half a year or more", "six mois ou plus", 1.0, 1.15))),
    Question("scope_growth", "Of ten work packages of the last programme, how many grew before they were released?", "Sur dix lots du dernier programme, combien ont grossi avant leur mise en service ?", _one(
        "traits.scope_growth", ("up to three", "jusqu'à trois", 0.15, 0.4), ("four to six", "quatre à six", 0.4, 0.7), ("more", "davantage", 0.7, 1.2))),
    Question("visits", "How often does a customer come to you, all channels together?", "À quelle fréquence un client vient-il chez vous, tous canaux réunis ?", _one(
        "traits.visits_per_week", ("a few times a year", "quelques fois par an", 0.03, 0.12), ("once or twice a month", "une ou deux fois par mois", 0.12, 0.4), ("every week or so", "chaque semaine environ", 0.4, 1.2))),
    Question("basket", "How much are sales for one visit?", "Combien vaut une visite en ventes ?", _one(
        "traits.basket", ("under 30 EUR", "moins de 30 EUR", 10.0, 30.0), ("30 to 80 EUR", "30 à 80 EUR", 30.0, 80.0), ("more", "davantage", 80.0, 300.0))),
    Question("behaviour", "How did your customers' use of channels change in the last three years?", "Comment l'usage des canaux par vos clients a-t-il changé en trois ans ?", tuple(
        Option(text, text_fr, {"traits.behaviour_pace": pace, "traits.behaviour_shocks": shocks}) for text, text_fr, pace, shocks in (
            ("hardly", "à peine", (0.01, 0.05), (0.05, 0.3)), ("steadily", "régulièrement", (0.05, 0.1), (0.2, 0.5)), ("by leaps", "par bonds", (0.08, 0.2), (0.5, 1.5))))),
)  # fmt: skip
