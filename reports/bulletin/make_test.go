package bulletin

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongbao/reports/internal/example"
	"tongbao/server/ledger"
)

var update = flag.Bool("update", false, "write the golden files anew")

func options(e Edition) Options {
	return Options{
		Number: 3, Edition: e, Date: ledger.Date{Year: 2020, Month: 4, Day: 13},
		Words: map[string]string{KeyRequirements: "各县区要压实责任。\n市政府办公室将适时开展现场督查。", KeyLate: "请相关单位高度重视。"},
	}
}

// dump is a document as text: one line a paragraph, ⟦⟧ round bound figures.
func dump(doc Document) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	paragraph := func(p Paragraph) {
		b.WriteString("　　" + p.Lead)
		for _, r := range p.Runs {
			if r.Figure != "" {
				b.WriteString("⟦" + r.Text + "⟧")
			} else {
				b.WriteString(r.Text)
			}
		}
		b.WriteString("\n")
	}
	line("%s（%s）%s %s", doc.Head.Series, doc.Head.Issue, doc.Head.Issuer, doc.Head.Date.Chinese())
	line("%s\n%s", doc.Title, doc.Greeting)
	paragraph(doc.Opening)
	for _, s := range doc.Sections {
		line("%s [%s]", s.Heading, s.Key)
		for _, p := range s.Paragraphs {
			paragraph(p)
		}
	}
	line("%s %s（%s）抄送：%s %s", doc.Signature, doc.Date.Chinese(), doc.Footnote, doc.Imprint.CopyTo, doc.Imprint.Printer)
	for _, a := range doc.Annexes {
		line("附件%d %s", a.Number, a.Title)
		for _, t := range a.Tables {
			heads := []string{}
			for _, c := range t.Columns {
				heads = append(heads, c.Head+c.Unit)
			}
			line("[%s] %s\n%s", t.Sheet, t.Title, strings.Join(heads, " | "))
			for _, r := range t.Rows {
				cells := []string{}
				for _, c := range r.Cells {
					s := c.Text
					if c.Covered {
						s = "↑"
					}
					if c.Formula != nil {
						s += " =" + string(c.Formula.Kind)
					}
					cells = append(cells, s)
				}
				line("%s: %s", r.Kind, strings.Join(cells, " | "))
			}
		}
		for _, c := range a.Charts {
			line("<%s> %s：%s %s", c.Kind, c.Title, strings.Join(c.Series, " | "), c.Note)
			for _, p := range c.Points {
				values := []string{}
				for _, v := range p.Values {
					values = append(values, v.Text)
				}
				line("point: %s: %s", p.Name, strings.Join(values, " | "))
			}
		}
		for _, n := range a.Notes {
			line("注：%s", n)
		}
	}
	line("figures: %d", len(doc.Figures))
	return b.String()
}

func TestMakeGolden(t *testing.T) {
	for _, edition := range []Edition{Internal, Public} {
		t.Run(string(edition), func(t *testing.T) {
			got := dump(Make(example.Summary(), options(edition)))
			path := filepath.Join("testdata", string(edition)+".golden.txt")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s differs; run with -update and look at the difference\n%s", path, got)
			}
		})
	}
}

func TestHeadingsTypedByTheOffice(t *testing.T) {
	s := ledger.Judge(plan(ledger.RuleDeclared), nil, ledger.QuarterOf(2020, 1))
	doc := Make(s, Options{Words: map[string]string{KeyRequirements: "（四）加强调度。每月一次。\n（五）压实责任\n1.各单位要报送。"}})
	var own []Paragraph
	for _, section := range doc.Sections {
		if section.Key == KeyRequirements {
			own = section.Paragraphs[len(section.Paragraphs)-3:]
		}
	}
	for i, want := range []struct{ lead, text string }{
		{"（四）加强调度。", "（四）加强调度。每月一次。"}, {"（五）压实责任", "（五）压实责任"}, {"", "1.各单位要报送。"},
	} {
		if own[i].Lead != want.lead || own[i].Text() != want.text {
			t.Errorf("paragraph %d: %q before %q", i, own[i].Lead, own[i].Text())
		}
	}
}
