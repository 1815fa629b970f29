import * as smd from "streaming-markdown";
import { run } from "./stream.js";

run((element) => {
  const parser = smd.parser(smd.default_renderer(element));
  return (text) => smd.parser_write(parser, text);
});
