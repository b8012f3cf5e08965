"""The French of the reports: English text -> French text, with the same values in braces."""
# ruff: noqa: E501 - a text is one line

from simulation.report.french_brief import FRENCH_BRIEF
from simulation.report.french_findings import FINDINGS_FR

FRENCH: dict[str, str] = {
    # words
    "better": "meilleur",
    "equal": "équivalent",
    "worse": "moins bon",
    "depends": "cela dépend",
    "not yet known": "pas encore tranché",
    "on": "actif",
    "off": "désactivé",
    "all": "total",
    "points": "points",
    "nothing": "rien",
    "none": "aucun",
    "general management": "direction générale",
    "marketing": "marketing",
    "distribution": "distribution",
    "IT": "DSI",
    "other": "autre",
    "business universe": "univers métier",
    "skill": "pôle de compétences",
    "channel": "canal",
    "build": "construction",
    "coordination": "coordination",
    "waiting": "attente",
    "rework": "reprises",
    "integration": "intégration",
    "assets": "composants communs",
    "training": "formation",
    "steering": "pilotage",
    "{word} in {share} of worlds": "{word} dans {share} des mondes",
    "{low} and {high}": "{low} et {high}",
    " and {n} more": " et {n} autres",
    " (reached by both in {n} of {worlds} worlds)": " (atteint par les deux dans {n} mondes sur {worlds})",
    "reached in {share} of worlds": "atteint dans {share} des mondes",
    "mean over the programme's weeks": "moyenne sur les semaines du programme",
    "in week {week}": "en semaine {week}",
    "up to week {week}": "jusqu'à la semaine {week}",
    "at completion": "à l'achèvement",
    "0 to 1": "0 à 1",
    "0 to 2": "0 à 2",
    "trait {name}": "trait « {name} »",
    "from week {week}: {lever}": "à partir de la semaine {week} : {lever}",
    # figures
    "weeks since the decision": "semaines depuis la décision",
    "customers using (%)": "clients utilisateurs (%)",
    "baseline: {name}": "référence : {name}",
    "this governance, median": "cette gouvernance, médiane",
    "half of the worlds": "la moitié des mondes",
    "8 worlds in 10": "8 mondes sur 10",
    "Own roadmaps,\nM EUR": "Feuilles de route\npropres, M EUR",
    "whole journey": "parcours entier",
    "shade: share of worlds live by week {weeks}\nnumber: median week live, – where under half ever are": "teinte : part des mondes en service en semaine {weeks}\n"
    "nombre : semaine médiane, – si moins de la moitié y arrivent",
    "{open} of {all} ties across directorates open; buy-in {buy_in} at the end": "{open} liens entre directions ouverts sur {all} ; adhésion {buy_in} à la fin",
    "buy-in of a team at the end of the run (0 to 1); a dot's area is its people\nlines: as many ties as are open in a world; orange across directorates, grey inside one": "adhésion "
    "d'une équipe à la fin de la simulation (0 à 1) ; l'aire d'un point est son effectif\nlignes : autant de liens qu'il en est d'ouverts dans un monde ; orange entre directions, gris au sein d'une",
    "Adoption over time: the baseline and the three highest": "L'adoption dans le temps : la référence et les trois plus hautes",
    "Share of customers using journeys across channels. Line: the median world. Dark band: half of the worlds. Light band: 8 worlds in 10. A dotted line marks a dated change of governance.": "Part des clients qui empruntent des parcours entre canaux. Ligne : le monde médian. Bande foncée : la moitié "
    "des mondes. Bande claire : 8 mondes sur 10. Un pointillé marque un changement daté de gouvernance.",
    "What each governance changes, world by world": "Ce que change chaque gouvernance, monde par monde",
    "Dot: mean difference to the baseline in the same worlds, filled where that is to the good, hollow where it is not. Thick line: 95 % interval of that mean. Thin line: 8 worlds in 10. Grey band: differences that do not matter.": "Point : écart moyen "
    "à la référence dans les mêmes mondes, plein s'il est favorable, vide sinon. Trait épais : intervalle à 95 % de cette moyenne. Trait fin : 8 mondes sur 10. Bande grise : écarts sans importance.",
    "Adoption against delivery cost": "Adoption et coût de réalisation",
    "Up and to the left is better. Crosses are 95 % intervals of the means. Filled: governances of which no other wins more customers for less, joined by a line where they are several. Square: the baseline.": "En haut à gauche, c'est mieux. Les "
    "croix sont les intervalles à 95 % des moyennes. Plein : les gouvernances dont aucune autre ne gagne plus de clients pour moins, jointes par une ligne si elles sont plusieurs. Carré : la référence.",
    "What it costs, and what the directorates' own roadmaps pay": "Ce que cela coûte, et ce que paient les feuilles de route propres des directions",
    "Left: mean delivery cost by kind. Right: mean change of own-roadmap value against the baseline (hollow: a loss), with its 95 % interval and 8 worlds in 10; grey band: what does not matter.": "À gauche : coût moyen de réalisation par nature. "
    "À droite : écart moyen de la valeur des feuilles de route propres à la référence (vide : une perte), son intervalle à 95 % et 8 mondes sur 10 ; bande grise : ce qui est sans importance.",
    "Which journey is live on which channel": "Quel parcours est en service sur quel canal",
    "The last column counts a journey only when all its channels are built and connected.": "La dernière colonne ne compte un parcours que lorsque tous ses canaux sont construits et reliés.",
    "The organisation as a network": "L'organisation en réseau",
    "Both drawings put every team in the same place, so that what differs is what the governance did. They show the end of the run, which goes on after the last week of customers until the roadmap is live or stopped; "
    "the buy-in above each is a mean over people.": "Les deux dessins placent chaque équipe au même endroit : ce qui diffère est "
    "l'œuvre de la gouvernance. Ils montrent la fin de la simulation, qui se poursuit après la dernière semaine de clients jusqu'à ce que la feuille de route soit en service ou "
    "arrêtée ; l'adhésion au-dessus de chacun est une moyenne sur les personnes.",
    "Adoption over time: every governance": "L'adoption dans le temps : toutes les gouvernances",
    "In colour: the governance named above the panel. Grey, dashed: the baseline.": "En couleur : la gouvernance nommée au-dessus. Gris, en tirets : la référence.",
    # the three answers
    "Which governance does best?": "Quelle gouvernance fait le mieux ?",
    "What does it cost?": "Que coûte-t-elle ?",
    "No governance does better on average than the baseline, “{name}”, with {level}.": "Aucune gouvernance ne fait mieux en moyenne que la référence, « {name} », avec {level}.",
    "“{name}” does best, {level} against {before} under “{baseline}”: ": "« {name} » fait le mieux, {level} contre {before} sous « {baseline} » : ",
    "Better by more than the threshold of {threshold} in {better} of worlds: {word}.": "Meilleur de plus que le seuil de {threshold} dans {better} des mondes : {word}.",
    "Within the threshold of {threshold} in {equal} of worlds: {word}.": "En deçà du seuil de {threshold} dans {equal} des mondes : {word}.",
    "Worse by more than the threshold of {threshold} in {worse} of worlds: {word}.": "Moins bon de plus que le seuil de {threshold} dans {worse} des mondes : {word}.",
    "Against the threshold of {threshold}: better in {better} of worlds, within it in {equal}, worse in {worse}: {word}.": "Face au seuil de {threshold} : meilleur dans {better} des "
    "mondes, en deçà dans {equal}, moins bon dans {worse} : {word}.",
    "In short": "En bref",
    "Thresholds": "Seuils",
    " and ": " et ",
    "Do not do it: every governance is worse than the baseline in {worse}, and none is better in any of the three outcomes.": "Ne le faites pas : chaque gouvernance fait "
    "moins bien que la référence ({worse}), et aucune ne fait mieux dans aucun des trois résultats.",
    "In {worse}, every governance is worse than the baseline. {winners} Weigh the two before you decide.": "Moins bonnes que la référence, toutes : {worse}. {winners} "
    "Pesez l'un contre l'autre avant de décider.",
    "{winners}": "{winners}",
    "{names} is better than the baseline in {better}.": "{names} fait mieux que la référence : {better}.",
    "{names} are better than the baseline in {better}.": "{names} font mieux que la référence : {better}.",
    "The board stops the programme before its end in {before} of worlds under “{baseline}” and in {after} under “{name}”.": "Le comité arrête le programme avant son terme dans {before} "
    "des mondes sous « {baseline} » et dans {after} sous « {name} ».",
    "Every governance is equal to the baseline in all three outcomes: nothing here asks for a change.": "Chaque gouvernance équivaut à la référence dans les trois résultats : rien "
    "ici ne demande de changer.",
    "Differences of which it is not yet certain whether they matter: {open} of {all}.": "Écarts dont on ne sait pas encore s'ils comptent : {open} sur {all}.",
    "With about {worlds} worlds, if they go on as these did, it would be certain for: {which}; the others, if any, take more.": "Avec environ {worlds} mondes, si les suivants ressemblent à ceux-ci, on le saurait pour : {which} ; les autres, s'il y en a, en demandent davantage.",
    "No governance is shown to be better than the baseline in any of the three outcomes.": "Il n'est établi d'aucune gouvernance qu'elle fasse mieux que la référence, dans aucun des "
    "trois résultats.",
    "“{name}” is better than the baseline in {better}.": "« {name} » fait mieux que la référence : {better}.",
    "{outcome}: {gap} on average ({mean}), {word}.": "{outcome} : {gap} en moyenne ({mean}), {word}.",
    "Delivery cost is that of the whole roadmap when it is finished; it is an estimate in {before_share} of worlds of “{baseline}” and {after_share} of “{name}”. By week {week} they "
    "had spent {before} and {after}.": "Le coût de réalisation est celui de toute la feuille de route une fois achevée ; c'est une estimation dans {before_share} des mondes de « {baseline} » "
    "et {after_share} de « {name} ». À la semaine {week}, {before} et {after} avaient été dépensés.",
    "Do not do it for the money: under every governance, the baseline included, net value is negative on average after {weeks} weeks, {level} at best.": "Ne le faites pas pour "
    "l'argent : sous chaque gouvernance, référence comprise, la valeur nette est négative en moyenne après {weeks} semaines, {level} au mieux.",
    "Every governance is worse than the baseline, “{name}”, with {level}: keep it.": "Chaque gouvernance fait moins bien que la référence, « {name} », avec {level} : gardez-la.",
    "No best is named: the word is “{word}”. The best mean, “{name}”, is {level} against {before} under “{baseline}”: ": "Aucune n'est dite la meilleure : le mot est « {word} ». La meilleure moyenne, "
    "« {name} », est de {level} contre {before} sous « {baseline} » : ",
    "{names} lead and are not told apart. “{name}”: {level} against {before} under “{baseline}”, ": "{names} sont en tête, sans écart établi entre elles. « {name} » : {level} contre "
    "{before} sous « {baseline} », ",
    "Differences that matter exceed: {said}. [materiality] in the baseline's file sets your own.": "Un écart compte au-delà de : {said}. [materiality] dans le fichier de la "
    "référence fixe les vôtres.",
    "{outcome} {value} (set in the baseline's file)": "{outcome} {value} (fixé dans le fichier de la référence)",
    "{outcome} {value} (the model's)": "{outcome} {value} (celui du modèle)",
    "{outcome} {value} (the model's: {share} of the cost in the plan)": "{outcome} {value} (celui du modèle : {share} du coût prévu au plan)",
    "Not told apart from it: {names}.": "Sans écart établi avec elle : {names}.",
    "Of all governances but the baseline it is highest in adoption, which the programme is for, so its price is told here.": "Hors référence, son adoption, but du "
    "programme, est la plus haute : c'est donc son prix qui est dit ici.",
    "{level} under the baseline; ": "{level} sous la référence ; ",
    "The directorates' own roadmaps bring {change} % less.": "Les feuilles de route propres des directions rapportent {change} % de moins.",
    "The directorates' own roadmaps bring {change} % more.": "Les feuilles de route propres des directions rapportent {change} % de plus.",
    "Who puts first: {outcome}": "Qui met en premier : {outcome}",
    "“{name}” is best in this; it changes delivery cost by {cost}, own roadmaps by {own} and net value by {net}.": "« {name} » y est la meilleure ; elle change le coût de réalisation de {cost}, "
    "les feuilles de route propres de {own} et la valeur nette de {net}.",
    "Not a forecast": "Pas une prévision",
    "This compares rules of behaviour in made-up companies of one description; it is not a forecast of a programme.": "Ceci compare des règles de comportement dans des entreprises fictives d'une "
    "même description ; ce n'est pas la prévision d'un programme.",
    "{after} instead of {before}: ": "{after} au lieu de {before} : ",
    # tables
    "Governance": "Gouvernance",
    "Outcome": "Résultat",
    "Difference": "Écart",
    "Share of worlds": "Part des mondes",
    "95 % interval of the mean": "Intervalle à 95 % de la moyenne",
    "success": "succès",
    "partial": "partiel",
    "failure": "échec",
    "success, a fifth easier": "succès, seuil plus bas d'un cinquième",
    "success, a fifth harder": "succès, seuil plus haut d'un cinquième",
    # the page
    "Governances compared": "Gouvernances comparées",
    "Governance of an omnichannel programme, compared by simulation": "La gouvernance d'un programme omnicanal, comparée par simulation",
    "{n} governances": "{n} gouvernances",
    "{worlds} paired worlds, {weeks} weeks of customers": "{worlds} mondes appariés, {weeks} semaines de clients",
    "Five outcomes: {name} against the baseline": "Cinq résultats : {name} face à la référence",
    "Every governance, three outcomes": "Chaque gouvernance, trois résultats",
    "the baseline": "la référence",
    "What each governance does otherwise": "Ce que chaque gouvernance fait autrement",
    "Levers, traits, dated changes and switches that differ from the baseline (column 1); an empty cell is as in the baseline.": "Leviers, traits, changements datés et interrupteurs qui "
    "diffèrent de la référence (colonne 1) ; une case vide est comme la référence.",
    "What differs": "Ce qui diffère",
    "All outcomes": "Tous les résultats",
    "Means over worlds, columns numbered as above; a share of worlds below a mean says in how many of them there is such a number, which is the mean over these alone. Blue: better than the baseline, orange and italic: worse, where the 95 % interval of the paired difference leaves out zero. Only the first three outcomes are tested together; "
    "the rest is exploratory.": "Moyennes sur les mondes, colonnes numérotées comme ci-dessus ; sous une moyenne, une part des mondes dit dans combien d'entre eux ce nombre existe : c'est la moyenne sur ceux-là seuls. Bleu : mieux que la référence, orange et italique : moins bien, quand l'intervalle à 95 % de l'écart apparié exclut zéro. Seuls les trois "
    "premiers résultats sont testés ensemble ; le reste est exploratoire.",
    "Delivery cost by directorate ({unit})": "Coût de réalisation par direction ({unit})",
    "Means over worlds, columns numbered as above.": "Moyennes sur les mondes, colonnes numérotées comme ci-dessus.",
    "Directorate": "Direction",
    "Grades": "Notes",
    "Share of worlds by what was delivered of the value planned: success when the target is met, failure below half of it. The last two columns say how success moves when both thresholds move by a "
    "fifth.": "Part des mondes selon la valeur livrée sur la valeur prévue : succès si la cible est atteinte, échec sous la moitié. Les deux dernières colonnes disent comment le succès bouge quand "
    "les seuils bougent d'un cinquième.",
    "Method": "Méthode",
    "What pairing reached": "Ce qu'a donné l'appariement",
    "Correlation of each governance with the baseline over worlds, and in brackets by what pairing divides the variance of the difference.": "Corrélation de chaque gouvernance avec la référence sur les "
    "mondes et, entre parenthèses, ce par quoi l'appariement divise la variance de l'écart.",
    "{n} numbers are assumed, not measured": "{n} nombres sont supposés, non mesurés",
    "Name": "Nom",
    "Value": "Valeur",
    "Range": "Étendue",
    "Unit": "Unité",
    "Meaning": "Sens",
    "How to make this again": "Comment refaire cette étude",
    "The same command with the same versions gives the same numbers on the same kind of machine.": "La même commande avec les mêmes versions donne les mêmes nombres sur une machine du même type.",
    "Command": "Commande",
    "Seed": "Graine",
    "Worlds": "Mondes",
    "Weeks of customers": "Semaines de clients",
    "Simulated customers": "Clients simulés",
    "Scenarios (hash)": "Scénarios (empreinte)",
    "Model code (hash)": "Code du modèle (empreinte)",
    "Versions": "Versions",
    "Run": "Exécution",
    "compares rules of behaviour; not a forecast": "compare des règles de comportement ; ce n'est pas une prévision",
}
FRENCH |= FINDINGS_FR | FRENCH_BRIEF
