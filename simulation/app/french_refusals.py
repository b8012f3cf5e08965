"""Why something cannot be done, in French: the pattern of an English message -> the French one, with the same values in braces.

Messages about what stands in a scenario's file are English everywhere, as at the command line.
"""
# ruff: noqa: E501 - a text is one line

import re

from simulation.report.messages import typeset

REFUSALS: dict[str, str] = {
    # an address
    "{name} = '{given}' is unknown{hint}": "{name} = '{given}' est inconnu{hint}",
    "{name} = '{given}' is not a whole number from 0 to {most}": "{name} = '{given}' n'est pas un nombre entier de 0 à {most}",
    "{name} = {given} is more than a page simulates ({most}); the command line takes more": "{name} = {given} dépasse ce qu'une page simule ({most}) ; la ligne de commande accepte davantage",
    "{n} scenarios are given; a page shows at most {most}": "{n} scénarios sont donnés ; une page en montre {most} au plus",
    "no lever '{name}'{hint}": "aucun levier '{name}'{hint}",
    "{name} = {given} cannot be used: give a whole number from {low}": "{name} = {given} ne convient pas : donnez un nombre entier à partir de {low}",
    "{name} = {given} is outside {low} to {high}": "{name} = {given} est hors de l'intervalle de {low} à {high}",
    "{name} = {given} is outside {allowed}": "{name} = {given} n'est pas permis ; sont permis : {allowed}",
    # the panel
    "there is no lever '{name}'": "il n'y a pas de levier '{name}'",
    "there is no '{name}' to change": "il n'y a pas de '{name}' à changer",
    "levers.{name} cannot be {value}": "levers.{name} ne peut pas valoir {value}",
    "{name} is missing": "{name} manque",
    # numbers
    "these odds are still being run: download them when they are shown": "ces chances sont encore en cours de simulation : téléchargez-les quand elles sont affichées",
    # the shelf
    "no scenario '{name}' in the library{hint}": "aucun scénario '{name}' dans la bibliothèque{hint}",
    "no scenario '{name}' among your own{hint}": "aucun scénario '{name}' parmi les vôtres{hint}",
    "no study '{name}' in the results folder{hint}": "aucune étude '{name}' dans le dossier des résultats{hint}",
    "the study '{name}' holds no scenario '{place}'": "l'étude '{name}' ne contient aucun scénario '{place}'",
    "there is no run {run} in this study": "il n'y a pas d'exécution {run} dans cette étude",
    "in this study luck alone differs between worlds, and a page draws all of it: omnigov replay shows run {run}": "dans cette étude, seul le hasard diffère entre les mondes, alors qu'une page tire tout au sort : omnigov replay montre l'exécution {run}",
    "'{name}' cannot be a file's name here: take 1 to 60 small letters, digits and hyphens": "'{name}' ne peut pas être un nom de fichier ici : prenez de 1 à 60 minuscules, chiffres et traits d'union",
    "'{name}' cannot be a file's name on Windows; choose another name": "'{name}' ne peut pas être un nom de fichier sous Windows ; choisissez un autre nom",
    "the folder {folder} cannot be read: {why}": "le dossier {folder} est illisible : {why}",
    "the list of scenarios of {name} is empty": "la liste des scénarios de {name} est vide",
    "{name} holds no runs that can be shown": "{name} ne contient aucune exécution qui puisse être montrée",
    "the study '{name}' cannot be read: {why}": "l'étude '{name}' est illisible : {why}",
    "{name} cannot be read: {why}": "{name} est illisible : {why}",
    "{name} holds links that lead out of it ({links}): put the files themselves there": "{name} contient des liens qui en sortent ({links}) : mettez-y les fichiers eux-mêmes",
    "there is a scenario '{name}' already; choose another name": "il y a déjà un scénario '{name}' ; choisissez un autre nom",
    "this scenario is kept with its study and extends no file; save one of the library instead": "ce scénario est gardé avec son étude et n'étend aucun fichier ; enregistrez plutôt un scénario de la bibliothèque",
    "the scenario cannot be written: {why}": "le scénario ne peut pas être écrit : {why}",
    # everywhere
    "; did you mean '{near}'?": " ; vouliez-vous dire '{near}' ?",
    "; known: {known}": " ; connus : {known}",
    "; none is known": " ; aucun n'est connu",
    "this went wrong in the model ({error})": "ceci a échoué dans le modèle ({error})",
}  # fmt: skip


OF_A_FILE = re.compile(r"\(.*(\.toml|line \d+).*\)$", re.DOTALL)  # where in it, as such messages end


def refusal(text: str, lang: str) -> str:
    """A message in a language; as it stands where it is about a file, or no pattern fits."""
    if lang == "fr" and not OF_A_FILE.search(text):
        for english, french in REFUSALS.items():
            if found := re.fullmatch(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.*?)", re.escape(english)), text, re.DOTALL):
                values = {name: refusal(value, lang) if name == "hint" else value for name, value in found.groupdict().items()}
                return typeset(french).format(**values)
    return text
