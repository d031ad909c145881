package layout_test

import (
	"slices"
	"strings"
	"testing"

	"tongbao/reports/bulletin"
	"tongbao/reports/font"
	"tongbao/reports/layout"
	"tongbao/reports/layout/layouttest"
	"tongbao/reports/page"
	"tongbao/templates"
)

func set(t *testing.T, doc bulletin.Document) *page.Book {
	t.Helper()
	book, findings := layout.Set(doc, layouttest.Faces(t, "../.."))
	if len(findings) > 0 {
		t.Errorf("findings %+v", findings)
	}
	return book
}

func text(p page.Page) string {
	var b strings.Builder
	for _, x := range p.Texts {
		b.WriteString(x.Text)
	}
	return b.String()
}

func TestEverythingStandsInItsPlace(t *testing.T) {
	doc := layouttest.Document(12)
	book := set(t, doc)
	var all strings.Builder
	for _, p := range book.Pages {
		all.WriteString(text(p))
	}
	at := 0
	for _, part := range []string{
		"示例", "督查通报", "（第3期）", "×××市人民政府办公室", "2020年4月13日", "关于2020年第一季度", "各县区人民政府",
		"根据《2020年", "一、总体进展", "二、滞后项目", "（一）新改扩建旅游公厕。", "三、报送情况", "附件：", "1.", "2.",
		"×××市人民政府办公室", "2020年4月13日", "（此件不予公开）", "附件1", "一览表", "图例", "序号", "合计", "注：",
		"附件2", "抄送：", "印发",
	} {
		i := strings.Index(all.String()[at:], part)
		if i < 0 {
			t.Fatalf("%q does not follow", part)
		}
		at += i + len(part)
	}
}

func TestTheFirstPageShowsTheBody(t *testing.T) {
	if first := text(set(t, layouttest.Document(1)).Pages[0]); !strings.Contains(first, "一、总体进展") {
		t.Errorf("first page: %s", first)
	}
}

func TestALongListOfRecipientsGoesToTheImprint(t *testing.T) {
	doc := layouttest.Document(1)
	doc.Greeting = strings.Repeat("某县人民政府，", 60) + "市各有关部门："
	book := set(t, doc)
	if first := text(book.Pages[0]); strings.Contains(first, "某县") || !strings.Contains(first, "一、总体进展") {
		t.Errorf("first page: %s", first)
	}
	last := text(book.Pages[len(book.Pages)-1])
	if !strings.Contains(last, "主送：某县") || !strings.Contains(last, "市各有关部门。") {
		t.Errorf("last page: %s", last)
	}
}

func TestAnnexPagesAreLandscapeAndTheLastPageIsNot(t *testing.T) {
	book := set(t, layouttest.Document(60))
	wide := 0
	for _, p := range book.Pages {
		if p.Width > p.Height {
			wide++
		}
	}
	last := book.Pages[len(book.Pages)-1]
	if wide == 0 || last.Width > last.Height || len(book.Pages)%2 != 0 {
		t.Errorf("%d landscape pages of %d, the last %.0f wide", wide, len(book.Pages), last.Width)
	}
}

func TestOnlyASampleIsMarked(t *testing.T) {
	doc := layouttest.Document(5)
	for i, p := range set(t, doc).Pages {
		if !strings.Contains(text(p), "示例") {
			t.Errorf("page %d of a sample is not marked", i+1)
		}
	}
	doc.Sample = false
	for i, p := range set(t, doc).Pages {
		if strings.Contains(text(p), "示例") {
			t.Errorf("page %d is marked", i+1)
		}
	}
}

func TestBookmarksAreSectionsAndAnnexes(t *testing.T) {
	doc := layouttest.Document(5)
	book := set(t, doc)
	var got []string
	for _, b := range book.Bookmarks {
		got = append(got, b.Title)
	}
	want := []string{
		"一、总体进展", "二、滞后项目", "三、报送情况", "四、存在问题和下一步要求",
		"附件1 " + doc.Annexes[0].Title, "附件2 " + doc.Annexes[1].Title,
	}
	if !slices.Equal(got, want) {
		t.Errorf("bookmarks %q", got)
	}
}

// TestTextsPointToRowsAndAnnexes: a project named in the text to its row, 附件N
// and the names in the 附件 note to the annex.
func TestTextsPointToRowsAndAnnexes(t *testing.T) {
	doc := layouttest.Document(40)
	doc.Sections[3].Paragraphs[0].Runs = append(doc.Sections[3].Paragraphs[0].Runs, bulletin.Run{Text: "各单位情况见附件2。"})
	book := set(t, doc)
	said := map[string]string{}
	for _, p := range book.Pages {
		for _, x := range p.Texts {
			if x.Link != "" {
				said[x.Link] += x.Text
			}
		}
	}
	for link, want := range map[string]string{
		"1": "（一）新改扩建旅游公厕。", "2": "（二）改造老旧小区。",
		"附件1": doc.Annexes[0].Title, "附件2": "附件2" + doc.Annexes[1].Title,
	} {
		if said[link] != want {
			t.Errorf("%q points to %s, want %q", said[link], link, want)
		}
	}
	for _, a := range book.Anchors {
		if !strings.HasPrefix(a.Name, "附件") && a.Name != "1" && a.Name != "40" {
			continue
		}
		var row strings.Builder
		for _, x := range book.Pages[a.Page].Texts {
			if x.Y > a.Y && x.Y < a.Y+40 {
				row.WriteString(x.Text)
			}
		}
		if !strings.Contains(row.String(), a.Name) {
			t.Errorf("anchor %s stands at %q", a.Name, row.String())
		}
	}
	if n := len(book.Anchors); n != 42 {
		t.Errorf("%d anchors, want those of 40 rows and 2 annexes", n)
	}
}

func TestFindingsNameWhatIsMissing(t *testing.T) {
	faces, err := font.Load(templates.Fonts())
	if err != nil {
		t.Fatal(err)
	}
	doc := layouttest.Document(1)
	doc.Sections[0].Paragraphs[0].Runs[0].Text += "\U0001F600"
	_, findings := layout.Set(doc, faces)
	if len(findings) != 2 || findings[0].Code != layout.CodeFangSong || findings[1].Code != layout.CodeCharacter {
		t.Fatalf("findings %+v", findings)
	}
	if m := layout.Message(findings[1]); !strings.Contains(m, "U+1F600") || !strings.Contains(m, "\U0001F600") {
		t.Errorf("message %q", m)
	}
	if m := layout.Message(findings[0]); !strings.Contains(m, "仿宋") {
		t.Errorf("message %q", m)
	}
}

func TestABareDocumentIsSet(t *testing.T) {
	book := set(t, bulletin.Document{})
	if len(book.Pages) == 0 {
		t.Error("no pages")
	}
}

func TestTitleLines(t *testing.T) {
	for _, tc := range []struct {
		name, issuer, title string
		lines               []string
	}{
		{
			"three lines", "×××市人民政府办公室", "×××市人民政府办公室关于2020年第一季度市政府为民办十件实事进展情况的通报",
			[]string{"×××市人民政府办公室", "关于2020年第一季度市政府", "为民办十件实事进展情况的通报"},
		},
		{
			"a number of things stays with them", "某市人民政府办公室", "某市人民政府办公室关于2021年第二季度50件民生实事进展情况的通报",
			[]string{"某市人民政府办公室", "关于2021年第二季度", "50件民生实事进展情况的通报"},
		},
		{
			"issuer unknown", "", "关于2021年上半年民生实事项目进展情况的通报",
			[]string{"关于2021年上半年", "民生实事项目进展情况的通报"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			book := set(t, bulletin.Document{Title: tc.title, Head: bulletin.Head{Issuer: tc.issuer}})
			var got []string
			y := 0.0
			for _, x := range book.Pages[0].Texts {
				if x.Size != page.Size2 {
					continue
				}
				if x.Y > y+10 || y == 0 {
					got = append(got, "")
				}
				y = x.Y
				got[len(got)-1] += x.Text
			}
			if !slices.Equal(got, tc.lines) {
				t.Errorf("title lines %q, want %q", got, tc.lines)
			}
		})
	}
}

// facesOf are the faces of Chinese characters in the body, titles and heads
// aside, of the pages that have text running across.
func facesOf(book *page.Book, has string) map[font.Role]bool {
	found := map[font.Role]bool{}
	for _, p := range book.Pages {
		for _, x := range p.Texts {
			if x.Size == page.Size3 && strings.ContainsAny(x.Text, has) {
				found[x.Face] = true
			}
		}
	}
	return found
}

func TestTraditionalScriptIsSetInOneFace(t *testing.T) {
	const simple, traditional, rare = "责任单位按月调度", "縣區黨組織開業達標進度項目實際", "某村由𬭛某负责"
	doc := layouttest.Document(1)
	doc.Sections[0].Paragraphs = []bulletin.Paragraph{
		{Runs: []bulletin.Run{{Text: simple}}}, {Runs: []bulletin.Run{{Text: traditional + "按期完成。"}}}, {Runs: []bulletin.Run{{Text: rare}}},
	}
	book := set(t, doc)
	if f := facesOf(book, traditional[:12]); len(f) != 1 || !f[font.Song] {
		t.Errorf("a paragraph in traditional script is set in %v", f)
	}
	for _, x := range book.Pages[0].Texts {
		if strings.Contains(x.Text, "按期完成") && x.Face != font.Song {
			t.Errorf("the same paragraph's %q is set in %s", x.Text, x.Face)
		}
		if (strings.Contains(x.Text, "按月") || strings.Contains(x.Text, "某村")) && x.Face != font.FangSong {
			t.Errorf("%q is set in %s", x.Text, x.Face)
		}
	}
	for i := range doc.Sections {
		for k := range doc.Sections[i].Paragraphs {
			doc.Sections[i].Paragraphs[k] = bulletin.Paragraph{Runs: []bulletin.Run{{Text: strings.Repeat(traditional, 5)}}}
		}
	}
	for _, p := range set(t, doc).Pages {
		for _, x := range p.Texts {
			if x.Face == font.FangSong {
				t.Errorf("a bulletin in traditional script has %q in 仿宋", x.Text)
			}
		}
	}
}
