// The test kept in this browser alone: answers stay in its storage, by version of the grid, until they are erased.
"use strict";

const state = document.getElementById("etat");
const questions = document.getElementById("etape");
const sending = document.getElementById("resultat");
const version = questions ? questions.dataset.version : sending.elements.version.value;
const KEY = `ptce-grille-${version}`;
const NEUTRAL = "-so"; // ends the name of the box « sans objet » of what is typed

function kept() {
  try {
    const answers = JSON.parse(localStorage.getItem(KEY) || "{}");
    return answers && typeof answers === "object" ? answers : {};
  } catch {
    return {};
  }
}

function keep(answers) {
  try {
    localStorage.setItem(KEY, JSON.stringify(answers));
    return true;
  } catch {
    state.textContent = "Ce navigateur refuse de garder vos réponses : faites le test avec un lien secret.";
    return false;
  }
}

function fill(answers) {
  for (const field of questions.elements) {
    if (field.type === "radio") {
      field.checked = field.value === (answers[field.name] || "");
    } else if (field.type === "checkbox") {
      field.checked = answers[field.name.slice(0, -NEUTRAL.length)] === "so";
    } else if (field.name && field.type !== "submit") {
      field.value = answers[field.name] === "so" ? "" : (answers[field.name] || "").replace(".", ",");
    }
  }
}

function said() {
  const answers = kept();
  const data = new FormData(questions);
  for (const field of questions.elements) {
    if (!field.name || field.type === "submit" || field.type === "checkbox") continue;
    const value = data.has(field.name + NEUTRAL) ? "so" : (data.get(field.name) || "").trim();
    if (value) answers[field.name] = value;
    else delete answers[field.name];
  }
  return answers;
}

if (questions) {
  fill(kept());
  questions.querySelector("button").disabled = false;
  questions.addEventListener("submit", event => {
    event.preventDefault();
    if (keep(said())) location.href = questions.dataset.next;
  });
} else {
  const erase = document.getElementById("effacer");
  const count = Object.keys(kept()).length;
  if (sending.elements.answers.value === "{}") {
    sending.elements.answers.value = JSON.stringify(kept());
    sending.querySelector("button").disabled = false;
    state.textContent = count ? `${count} réponse${count > 1 ? "s" : ""} dans ce navigateur.` : "Aucune réponse dans ce navigateur.";
  }
  erase.hidden = !count;
  erase.addEventListener("click", () => {
    localStorage.removeItem(KEY);
    sending.elements.answers.value = "{}";
    erase.hidden = true;
    state.textContent = "Effacé : ce navigateur n’a plus aucune de vos réponses.";
  });
}
