"""The French of the reports: English text -> French text, with the same values in braces."""
# ruff: noqa: E501 - a text is one line

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
    "skill": "pôle de compétence",
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
    " ({n} worlds)": " ({n} mondes)",
    "trait {name}": "trait {name}",
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
    "{open} of {all} possible ties across directorates open; buy-in {buy_in}": "{open} liens ouverts entre directions sur {all} possibles ; adhésion {buy_in}",
    "buy-in of a team at the end (0 to 1); a dot's area is its people\nlines: ties open in over half of worlds, orange across directorates, grey inside one": "adhésion "
    "d'une équipe à la fin (0 à 1) ; l'aire d'un point est son effectif\nlignes : liens ouverts dans plus de la moitié des mondes, orange entre directions, gris au sein d'une seule",
    "Adoption over time: the baseline and the best": "L'adoption dans le temps : la référence et les meilleures",
    "Share of customers using journeys across channels. Line: the median world. Dark band: half of the worlds. Light band: 8 worlds in 10. A dotted line marks a dated change of governance.": "Part des clients qui empruntent des parcours entre canaux. Ligne : le monde médian. Bande foncée : la moitié "
    "des mondes. Bande claire : 8 mondes sur 10. Un pointillé marque un changement daté de gouvernance.",
    "What each governance changes, world by world": "Ce que change chaque gouvernance, monde par monde",
    "Dot: mean difference to the baseline in the same worlds. Thick line: 95 % interval of that mean. Thin line: 8 worlds in 10. Grey band: differences that do not matter.": "Point : écart moyen "
    "à la référence dans les mêmes mondes. Trait épais : intervalle à 95 % de cette moyenne. Trait fin : 8 mondes sur 10. Bande grise : écarts sans importance.",
    "Adoption against delivery cost": "Adoption et coût de réalisation",
    "Up and to the left is better. Crosses are 95 % intervals of the means. The line joins governances of which no other wins more customers for less.": "En haut à gauche, c'est mieux. Les "
    "croix sont les intervalles à 95 % des moyennes. La ligne joint les gouvernances dont aucune autre ne gagne plus de clients pour moins.",
    "What it costs, and what the directorates' own roadmaps pay": "Ce que cela coûte, et ce que paient les feuilles de route propres des directions",
    "Left: mean delivery cost by kind. Right: mean change of own-roadmap value against the baseline, with its 95 % interval and 8 worlds in 10.": "À gauche : coût moyen de réalisation par nature. "
    "À droite : écart moyen de la valeur des feuilles de route propres à la référence, son intervalle à 95 % et 8 mondes sur 10.",
    "Which journey is live on which channel": "Quel parcours est en service sur quel canal",
    "The last column counts a journey only when all its channels are built and connected.": "La dernière colonne ne compte un parcours que lorsque tous ses canaux sont construits et reliés.",
    "The organisation as a network": "L'organisation en réseau",
    "Both drawings put every team in the same place, so that what differs is what the governance did.": "Les deux dessins placent chaque équipe au même endroit : ce qui diffère est "
    "l'œuvre de la gouvernance.",
    "Adoption over time: every governance": "L'adoption dans le temps : toutes les gouvernances",
    "Blue: the governance named above the panel. Grey, dashed: the baseline.": "Bleu : la gouvernance nommée au-dessus. Gris, en tirets : la référence.",
    # the three answers
    "Which governance does best?": "Quelle gouvernance fait le mieux ?",
    "What does it cost?": "Que coûte-t-elle ?",
    "What does this not tell?": "Que cela ne dit-il pas ?",
    "{gap} on average (95 % interval of the mean {mean}; 8 worlds in 10 between {world}).": "{gap} en moyenne (intervalle à 95 % de la moyenne {mean} ; 8 mondes sur 10 entre {world}).",
    "No governance does better on average than the baseline, “{name}”, with {level}.": "Aucune gouvernance ne fait mieux en moyenne que la référence, « {name} », avec {level}.",
    "“{name}” does best, {level} against {before} under “{baseline}”: ": "« {name} » fait le mieux, {level} contre {before} sous « {baseline} » : ",
    "Better by more than your threshold of {threshold} in {better} of worlds: {word}.": "Meilleur de plus que votre seuil de {threshold} dans {better} des mondes : {word}.",
    "Within your threshold of {threshold} in {equal} of worlds: {word}.": "En deçà de votre seuil de {threshold} dans {equal} des mondes : {word}.",
    "Worse by more than your threshold of {threshold} in {worse} of worlds: {word}.": "Moins bon de plus que votre seuil de {threshold} dans {worse} des mondes : {word}.",
    "Against your threshold of {threshold}: better in {better} of worlds, within it in {equal}, worse in {worse}: {word}.": "Face à votre seuil de {threshold} : meilleur dans {better} des "
    "mondes, en deçà dans {equal}, moins bon dans {worse} : {word}.",
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
    "Luck is not knowledge": "La chance n'est pas le savoir",
    "The {worlds} worlds differ in luck, in the coefficients of the rules, drawn from their declared ranges, and in what no file "
    "states, such as who knows whom. The traits of the company are held at what its file says.": "Les {worlds} mondes diffèrent par la chance, "
    "par les coefficients des règles, tirés dans leurs plages déclarées, et par ce qu'aucun fichier ne dit, comme qui connaît qui. Les "
    "caractéristiques de l'entreprise sont tenues à ce que dit son fichier.",
    "Assumed": "Hypothèses",
    "{assumed} numbers of the rules and of companies are assumed, not measured; they are listed at the end.": "{assumed} nombres des règles et des entreprises sont supposés, non mesurés ; ils sont "
    "listés à la fin.",
    "Selection": "Sélection",
    "The best of {scenarios} looks a little better than it is: run the winner again in fresh worlds (--first-world {next}).": "La meilleure de {scenarios} paraît un peu meilleure qu'elle n'est : "
    "rejouez la gagnante dans des mondes neufs (--first-world {next}).",
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
    "Each mean with its word; below, the mean difference to the first in the same {worlds} worlds (95 % interval of that mean). Correlation by pairing: at least {lowest}.": "Chaque moyenne avec son "
    "mot ; dessous, l'écart moyen à la première dans les mêmes {worlds} mondes (intervalle à 95 % de cette moyenne). Corrélation par appariement : au moins {lowest}.",
    # the page
    "Governances compared": "Gouvernances comparées",
    "Governance of an omnichannel programme, compared by simulation": "La gouvernance d'un programme omnicanal, comparée par simulation",
    "{n} governances": "{n} gouvernances",
    "{worlds} paired worlds, {weeks} weeks of customers": "{worlds} mondes appariés, {weeks} semaines de clients",
    "Five outcomes: {name} against the baseline": "Cinq résultats : {name} face à la référence",
    "Every governance, three outcomes": "Chaque gouvernance, trois résultats",
    "First the mean over worlds; then the mean difference to the baseline in the same worlds, with its 95 % interval; then a word with the share of worlds it rests on, or with all three shares: "
    "beyond the threshold for the better, within it, beyond it for the worse. All words of this table hold together with 95 %.": "D'abord la moyenne sur les mondes ; puis l'écart moyen à la "
    "référence dans les mêmes mondes, avec son intervalle à 95 % ; puis un mot avec la part des mondes sur laquelle il repose, ou les trois parts : au-delà du seuil en mieux, en deçà, au-delà en "
    "moins bien. Tous les mots de ce tableau tiennent ensemble à 95 %.",
    "the baseline": "la référence",
    "What each governance does otherwise": "Ce que chaque gouvernance fait autrement",
    "Levers, traits, dated changes and switches that differ from the baseline (column 1); an empty cell is as in the baseline.": "Leviers, traits, changements datés et interrupteurs qui "
    "diffèrent de la référence (colonne 1) ; une case vide est comme la référence.",
    "What differs": "Ce qui diffère",
    "All outcomes": "Tous les résultats",
    "Means over worlds, columns numbered as above. Blue: better than the baseline, orange and italic: worse, where the 95 % interval of the paired difference leaves out zero. Only the first three outcomes are tested together; "
    "the rest is exploratory.": "Moyennes sur les mondes, colonnes numérotées comme ci-dessus. Bleu : mieux que la référence, orange et italique : moins bien, quand l'intervalle à 95 % de l'écart apparié exclut zéro. Seuls les trois "
    "premiers résultats sont testés ensemble ; le reste est exploratoire.",
    "Delivery cost by directorate ({unit})": "Coût de réalisation par direction ({unit})",
    "Means over worlds, columns numbered as above.": "Moyennes sur les mondes, colonnes numérotées comme ci-dessus.",
    "Directorate": "Direction",
    "Grades": "Notes",
    "Share of worlds by what was delivered of the value planned: success when the target is met, failure below half of it. The last two columns say how success moves when both thresholds move by a "
    "fifth.": "Part des mondes selon la valeur livrée sur la valeur prévue : succès si la cible est atteinte, échec sous la moitié. Les deux dernières colonnes disent comment le succès bouge quand "
    "les seuils bougent d'un cinquième.",
    "Method": "Méthode",
    "Every governance is simulated in the same worlds: world k has the same luck and the same company whatever the governance, so a difference is due to the governance alone. A difference of means "
    "comes with the 95 % interval of that mean (Student's t on paired differences), which shrinks with more worlds; the interval of a world, in which 8 worlds in 10 lie, does not: it is what one "
    "company gets.": "Chaque gouvernance est simulée dans les mêmes mondes : le monde k a la même chance et la même entreprise quelle que soit la gouvernance ; un écart n'est donc dû qu'à la gouvernance. "
    "L'écart moyen vient avec son intervalle à 95 % (t de Student sur les écarts appariés), qui se resserre avec le nombre de mondes ; l'intervalle d'un monde, où tombent 8 mondes sur 10, non : c'est "
    "ce qu'obtient une entreprise.",
    "A word is given by shares of worlds beyond the threshold of what matters: better, equal or worse when the lower 95 % limit of that share is above 80 %; depends when the upper limits of all three "
    "are below; else not yet known. Limits are Wilson's and hold together for all governances and the three outcomes (Bonferroni).": "Un mot est donné par les parts de mondes au-delà du seuil de ce qui "
    "compte : meilleur, équivalent ou moins bon quand la limite basse à 95 % de cette part dépasse 80 % ; cela dépend quand les limites hautes des trois sont en dessous ; sinon pas encore tranché. Les "
    "limites sont celles de Wilson et tiennent ensemble pour toutes les gouvernances et les trois résultats (Bonferroni).",
    "What pairing reached": "Ce qu'a donné l'appariement",
    "Correlation of each governance with the baseline over worlds, and in brackets by what pairing divides the variance of the difference.": "Corrélation de chaque gouvernance avec la référence sur les "
    "mondes et, entre parenthèses, ce par quoi l'appariement divise la variance de l'écart.",
    "Limits": "Limites",
    "This compares rules of behaviour; it is not a forecast. A governance that does better here does so under these rules, for a company as described, against what the directorates, teams and customers "
    "of the model do. Whoever acts on it should ask first whether the rules that matter hold in the company.": "Ceci compare des règles de comportement ; ce n'est pas une prévision. Une gouvernance qui "
    "fait mieux ici le fait sous ces règles, pour une entreprise telle que décrite, face à ce que font les directions, équipes et clients du modèle. Qui veut agir se demandera d'abord si les règles qui "
    "comptent valent dans l'entreprise.",
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
