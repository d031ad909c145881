package page_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"tongbao/reports/layout/layouttest"
	"tongbao/reports/page"
)

// figure is one with n names and a bar for each series of the shares.
func figure(n int, upright bool, series ...string) page.Figure {
	f := page.Figure{Caption: "图1　各类别序时要求与实际进度", Note: "取平均数。", Upright: upright, Series: series}
	for i := range n {
		g := page.FigureGroup{Name: fmt.Sprintf("第%d类更新改造城乡居民生活服务设施", i+1), Light: page.Light(i % 4)}
		if upright {
			g.Name = fmt.Sprintf("第%d季度", i+1)
		}
		for k := range series {
			share := float64((i*7+k*3)%11) / 10
			g.Bars = append(g.Bars, page.FigureBar{Share: share, Text: fmt.Sprintf("%.1f%%", 100*share)})
		}
		f.Groups = append(f.Groups, g)
	}
	return f
}

func figures(t *testing.T, all ...page.Figure) *page.Book {
	t.Helper()
	s := page.New(layouttest.Faces(t, "../.."))
	s.Annex(page.Annex{Label: "附件5", Title: []string{"进展情况图"}, Figures: all})
	return s.Finish("")
}

// TestFiguresPrintTheirNumbers: every name, number and caption is there, inside
// the type area, and no text stands over another.
func TestFiguresPrintTheirNumbers(t *testing.T) {
	all := []page.Figure{
		figure(6, false, "项目数"), figure(20, false, "序时要求", "实际进度"), figure(4, true, "达序时率"),
		figure(1, false, "项目数"), figure(12, true, "序时要求", "实际进度"),
	}
	book := figures(t, all...)
	var said strings.Builder
	for n, p := range book.Pages {
		for i, a := range p.Texts {
			said.WriteString(a.Text)
			if a.Y < page.MM(260) && (a.X < page.MM(28)-0.1 || a.X+a.Width > page.MM(184)+0.1 || a.Y > page.MM(262)) {
				t.Errorf("page %d: %q stands at %.1f to %.1f", n+1, a.Text, a.X, a.X+a.Width)
			}
			for _, b := range p.Texts[:i] {
				if a.X < b.X+b.Width-0.5 && b.X < a.X+a.Width-0.5 && math.Abs(a.Y-b.Y) < 0.8*min(a.Size, b.Size) {
					t.Errorf("page %d: %q stands over %q", n+1, a.Text, b.Text)
				}
			}
		}
	}
	text := said.String()
	for _, f := range all {
		for _, want := range []string{f.Caption, f.Note} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is missing", want)
			}
		}
		for _, g := range f.Groups {
			numbers := ""
			for _, b := range g.Bars {
				numbers += b.Text
			}
			if !strings.Contains(text, numbers) {
				t.Errorf("%s: %s is missing", g.Name, numbers)
			}
		}
	}
}

// TestBarsAreAsLongAsTheirNumbersSay, also when they stand upright.
func TestBarsAreAsLongAsTheirNumbersSay(t *testing.T) {
	for _, upright := range []bool{false, true} {
		f := figure(5, upright, "达序时率")
		for i, share := range []float64{1, 0.5, 0.25, 0, -3} {
			f.Groups[i].Bars[0].Share = share
		}
		bars := figures(t, f).Pages[0].Fills
		if len(bars) != 3 {
			t.Fatalf("upright %v: %d bars, want 3", upright, len(bars))
		}
		for i, share := range []float64{1, 0.5, 0.25} {
			long, whole := bars[i].Width, bars[0].Width
			if upright {
				long, whole = bars[i].Height, bars[0].Height
			}
			if math.Abs(long-share*whole) > 0.01 {
				t.Errorf("upright %v: bar %d is %.2f of %.2f", upright, i+1, long, whole)
			}
		}
	}
}

// TestFiguresOnPages: a figure stays whole where a page can hold it, one below
// the title does not leave it alone, a long one goes on.
func TestFiguresOnPages(t *testing.T) {
	for _, tc := range []struct {
		name string
		of   []page.Figure
		want []int // numbers on each page
	}{
		{"the second moves whole", []page.Figure{figure(10, false, "序时要求", "实际进度"), figure(9, false, "项目数")}, []int{20, 9}},
		{"the first begins below the title", []page.Figure{figure(18, false, "序时要求", "实际进度")}, []int{26, 10}},
		{"a long one goes on", []page.Figure{figure(50, false, "项目数")}, []int{13, 16, 16, 5}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			book := figures(t, tc.of...)
			var got []int
			for n, p := range book.Pages {
				var said strings.Builder
				for _, x := range p.Texts {
					said.WriteString(x.Text)
				}
				got = append(got, strings.Count(said.String(), "%"))
				if !strings.Contains(said.String(), "图1") {
					t.Errorf("page %d has bars without a caption", n+1)
				}
			}
			if !slices.Equal(got, tc.want) {
				t.Errorf("numbers on pages: %v, want %v", got, tc.want)
			}
		})
	}
}

// TestLongNamesInFigures: columns with long names are laid down, a name of a
// thousand characters is cut, nothing leaves the page.
func TestLongNamesInFigures(t *testing.T) {
	f := figure(5, true, "达序时率")
	f.Groups[2].Name = strings.Repeat("推进老旧小区改造", 125)
	book := figures(t, f)
	checkInside(t, book)
	if len(book.Pages) != 1 || !strings.Contains(textOf(book), "…") {
		t.Errorf("%d pages: %s", len(book.Pages), textOf(book))
	}
	if bars := book.Pages[0].Fills; len(bars) < 2 || bars[0].X != bars[1].X {
		t.Error("the columns are not laid down")
	}
}

// TestSeriesPartInGrey: on paper without colours the two inks differ by a
// third of the scale at least.
func TestSeriesPartInGrey(t *testing.T) {
	grey := func(c page.Color) float64 { return 0.299*float64(c.R) + 0.587*float64(c.G) + 0.114*float64(c.B) }
	fills := figures(t, figure(3, false, "序时要求", "实际进度")).Pages[0].Fills
	if d := grey(fills[0].Color) - grey(fills[1].Color); d < 85 {
		t.Errorf("the legend's inks are %v and %v", fills[0].Color, fills[1].Color)
	}
}
