"""What the report of a sweep says, in English and French: the English text is the key."""
# ruff: noqa: E501 - a text is one line

from typing import Any

from simulation.report.messages import say

FRENCH: dict[str, str] = {
    "Scenario": "Scénario",
    "World (luck, coefficients, company)": "Monde (hasard, coefficients, entreprise)",
    "Sweep": "Plan d'expériences",
    "Many governances simulated: what moves what": "De nombreuses gouvernances simulées : ce qui agit sur quoi",
    "{points} points in {worlds} worlds · {runs} runs · {weeks} weeks of customers": "{points} points dans {worlds} mondes · {runs} simulations · {weeks} semaines de clients",
    "{failed} of {runs} runs failed and are left out; the column `error` of the results says why.": "{failed} simulations sur {runs} ont échoué et sont laissées de côté ; la colonne `error` des résultats dit pourquoi.",
    "What moves the outcomes": "Ce qui agit sur les résultats",
    "Share of the variance between runs that each factor explains by itself. What is missing to 100 % is how factors act together, and what worlds differ in.": "Part de la variance entre simulations que chaque facteur explique à lui seul. Ce qui manque jusqu'à 100 % tient à l'action conjointe des facteurs et à ce qui distingue les mondes.",
    "Factor": "Facteur",
    "Response curves": "Courbes de réponse",
    "Mean over all runs at each level of a factor, whatever the others are (line), and 8 runs in 10 (band). The strongest factors first.": "Moyenne de toutes les simulations à chaque niveau d'un facteur, quels que soient les autres (ligne), et 8 simulations sur 10 (bande). Les facteurs les plus forts d'abord.",
    "Mean over all runs at each level of a factor, a line for each scenario. The strongest factors first.": "Moyenne de toutes les simulations à chaque niveau d'un facteur, une ligne par scénario. Les facteurs les plus forts d'abord.",
    "Two factors at a time": "Deux facteurs à la fois",
    "Mean over all runs in each cell. The two strongest factors; darker is better.": "Moyenne de toutes les simulations dans chaque case. Les deux facteurs les plus forts ; plus c'est foncé, meilleur c'est.",
    "Every point as a line": "Chaque point, une ligne",
    "Each line is a point: its values, then its mean outcomes over worlds. Blue: the tenth of the points with the highest net value.": "Chaque ligne est un point : ses valeurs, puis ses résultats moyens sur les mondes. En bleu : le dixième des points dont la valeur nette est la plus haute.",
    "The best points of this sweep": "Les meilleurs points de ce plan",
    "Means over worlds, by net value. The best of many owes part of its lead to luck: before advising it, run it again in worlds that have not been used.": "Moyennes sur les mondes, par valeur nette. Le meilleur d'un grand nombre doit une part de son avance au hasard : avant de le conseiller, simulez-le dans des mondes qui n'ont pas servi.",
    "Point": "Point",
    "Point {point}": "Point {point}",
    "Baseline": "Référence",
    "How it was made": "Comment il a été fait",
    "Command": "Commande",
    "Seed": "Graine",
    "Worlds": "Mondes",
    "Design": "Plan",
    "Left uncertain": "Laissé incertain",
    "the coefficients of all rules, within what the evidence has not ruled out": "les coefficients de toutes les règles, dans ce que les preuves n'ont pas exclu",
    "Model code (hash)": "Code du modèle (empreinte)",
    "Versions": "Versions",
    "Run": "Exécution",
    "Simulated customers": "Clients simulés",
    "This compares rules of behaviour; it is not a forecast.": "Ceci compare des règles de comportement ; ce n'est pas une prévision.",
    "{name} moves most: alone it explains {share} of what differs between runs in {outcome}.": "{outcome} : c'est {name} qui agit le plus ; à lui seul ce facteur explique {share} des différences entre simulations.",
    "No factor by itself explains as much as 1 % of what differs between runs in {outcome}.": "{outcome} : aucun facteur n'explique à lui seul ne serait-ce que 1 % des différences entre simulations.",
    "Which worlds were drawn explains {share}.": "Le tirage des mondes en explique {share}.",
    "8 runs in 10": "8 simulations sur 10",
    "mean": "moyenne",
    "all points": "tous les points",
    "highest tenth in net value": "dixième le plus haut en valeur nette",
}


def told(text: str, lang: str = "en", **values: Any) -> str:
    """The text in a language, its values filled in."""
    return say(FRENCH.get(text, text) if lang == "fr" else text, lang, **values)
