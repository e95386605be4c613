// Why a query was refused, and where: said above the answer and marked in the query.
const PLACE = /line (\d+)(?:, column (\d+))?/i;

export function read(text) {
  let problem;
  try {
    problem = JSON.parse(text);
  } catch {
    problem = null;
  }
  if (!problem || typeof problem !== "object") problem = { title: "No answer", detail: String(text ?? "") };
  const found = PLACE.exec(problem.detail ?? "");
  return {
    title: problem.title ?? "No answer",
    detail: problem.detail ?? "",
    line: problem.line ?? (found ? Number(found[1]) : null),
    column: problem.column ?? (found?.[2] ? Number(found[2]) : null),
  };
}

export async function renderError(error) {
  const { title, detail, line } = read(error.text);
  const box = document.createElement("div");
  box.className = "editor-problem";
  box.setAttribute("role", "alert");
  const head = document.createElement("strong");
  head.textContent = title;
  const words = document.createElement("p");
  words.textContent = detail;
  box.append(head, words);
  if (line) box.append(toTheLine(line));
  return box;
}

function toTheLine(line) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = `Show line ${line}`;
  button.addEventListener("click", (event) => {
    const panel = event.target.closest(".tabPanel");
    const editor = panel.querySelector(".yasqe .CodeMirror").CodeMirror;
    editor.scrollIntoView({ line: line - 1, ch: 0 }, 60);
    editor.focus();
  });
  return button;
}

export function showErrorsAtTheirPlace(yasqe) {
  let marked = [];
  const clear = () => {
    marked.forEach((each) => each());
    marked = [];
  };
  yasqe.on("queryBefore", clear);
  yasqe.on("change", clear);
  yasqe.on("queryResponse", (_yasqe, response) => {
    if (response instanceof Error) marked = mark(yasqe, read(response.message));
  });
}

function mark(yasqe, { detail, line, column }) {
  const document_ = yasqe.getDoc();
  if (!line || line > document_.lineCount()) return [];
  const handle = document_.getLineHandle(line - 1);
  yasqe.addLineClass(handle, "background", "error-line");
  const at = { line: line - 1, ch: Math.max(0, Math.min((column ?? 1) - 1, handle.text.length)) };
  const end = { line: line - 1, ch: handle.text.length };
  const words = column && at.ch < end.ch
    ? document_.markText(at, end, { className: "error-words", attributes: { title: detail } })
    : null;
  document_.setCursor(at);
  return [() => yasqe.removeLineClass(handle, "background", "error-line"), () => words?.clear()];
}
