import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { Streamdown } from "streamdown";
import { run } from "./stream.js";

run((element) => {
  const root = createRoot(element);
  let all = "";
  return (text) => {
    all += text;
    root.render(createElement(Streamdown, null, all));
  };
});
