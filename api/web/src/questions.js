// The named questions as a menu: each opens in a tab of its own, with its words beside it.
export function offerQuestions(place, questions, yasgui) {
  const label = document.createElement("label");
  label.htmlFor = "editor-question";
  label.textContent = "Named questions";
  const menu = document.createElement("select");
  menu.id = "editor-question";
  menu.append(new Option("Choose a question to start from …", ""));
  for (const each of questions) menu.append(new Option(`${each.number}. ${each.title}`, each.name));
  const words = document.createElement("div");
  words.className = "editor-words";
  words.setAttribute("aria-live", "polite");
  const open = document.createElement("button");
  open.type = "button";
  open.textContent = "Open";
  const show = () => explain(words, questions.find((each) => each.name === menu.value));
  menu.addEventListener("change", show);
  open.addEventListener("click", () => {
    const chosen = questions.find((each) => each.name === menu.value);
    if (chosen) yasgui.addTab(true, { name: chosen.title, yasqe: { value: chosen.query } });
  });
  place.append(label, menu, open, words);
}

function explain(words, question) {
  words.replaceChildren();
  if (!question) return;
  const asked = document.createElement("p");
  asked.textContent = question.question;
  words.append(asked);
  if (question.parameters.length) words.append(list("What can be given", question.parameters));
  words.append(list("What the columns hold", question.columns));
}

function list(title, entries) {
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = title;
  const rows = document.createElement("dl");
  rows.className = "details";
  for (const { name, what } of entries) {
    const row = document.createElement("div");
    const term = document.createElement("dt");
    term.textContent = name;
    const said = document.createElement("dd");
    said.textContent = what;
    row.append(term, said);
    rows.append(row);
  }
  details.append(summary, rows);
  return details;
}
