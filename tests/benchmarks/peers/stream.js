// Asks the token server as the app does, and hands on the tokens of each read: one string, as soon as it is there.

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

async function ask(question, take) {
  const response = await fetch("/chat", { method: "POST", body: JSON.stringify({ message: question }) });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    let text = "";
    for (const line of lines) {
      if (line.startsWith("data: {")) text += JSON.parse(line.slice(6)).token ?? "";
    }
    if (text) take(text);
  }
}

// Once in a frame the page goes to its end, as a chat does.
let scrolls = false;
function follow() {
  if (scrolls) return;
  scrolls = true;
  requestAnimationFrame(() => {
    scrolls = false;
    window.scrollTo(0, document.body.scrollHeight);
  });
}

// `begin(element)` makes an empty answer and returns what takes its text.
export async function run(begin) {
  const questions = new URLSearchParams(location.search).getAll("ask");
  for (const [index, question] of questions.entries()) {
    const element = document.getElementById("answer");
    element.replaceChildren();
    const take = begin(element.appendChild(document.createElement("div")));
    await pause(1000);
    await fetch(`begun-${index}`);
    await ask(question, (text) => {
      take(text);
      follow();
    });
    await drawn();
    await fetch(`done-${index}`);
    await pause(1000);
  }
}
