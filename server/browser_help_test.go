//go:build browser

package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"
)

// helpVariable makes TestBrowserManuals take the manuals' pictures anew:
//
//	TONGBAO_HELP=1 go test -tags browser ./server -run BrowserManuals
//
// It needs soffice and pdftoppm for the pictures of workbooks.
const helpVariable = "TONGBAO_HELP"

var helpFolder = filepath.Join("..", "templates", "static", "help")

// TestBrowserManuals reads both manuals, and prints each on one A4 page.
func TestBrowserManuals(t *testing.T) {
	data := demoFolder(t)
	base := start(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data)
	c := openChromium(t, base)
	if os.Getenv(helpVariable) != "" {
		c.helpPictures(data)
		return // the program still shows those it was built with
	}
	for _, name := range []string{"clerk", "office"} {
		c.open("/help/" + name)
		c.look("help-" + name)
		for _, source := range ask[[]string](c, `Array.from(document.images, i => i.complete && i.naturalWidth ? '' : i.src).filter(s => s)`) {
			t.Errorf("%s: no picture %s", name, source)
		}
		if pages := c.printed(); pages != 1 {
			t.Errorf("%s prints on %d pages, want 1", name, pages)
		}
	}
}

// printed is how many A4 pages the page shown prints on.
func (c *chromium) printed() int {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, time.Minute)
	defer cancel()
	data, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4)))
	if err != nil {
		c.t.Fatal(err)
	}
	return bytes.Count(data, []byte("/Type /Page\n"))
}

// helpPictures takes the manuals' pictures from the demo's own pages and
// workbooks.
func (c *chromium) helpPictures(data string) {
	dir := c.t.TempDir()
	form := filepath.Join(dir, "form.xlsx")
	c.run("template", "--data", data, "--programme", "huaian-2020", "--unit", "市文广旅游局", "--period", "2020Q2", "--out", form)
	c.keep("clerk-form", sheetPicture(c.t, form, 0.28))

	book, err := excelize.OpenFile(sampleFile(c.t, dir, "淮安2020-二季度进展.xlsx"))
	if err != nil {
		c.t.Fatal(err)
	}
	sheet := book.GetSheetName(0)
	for cell, text := range map[string]string{"F4": "五十多个", "G5": "大部分完成"} {
		if err := book.SetCellStr(sheet, cell, text); err != nil {
			c.t.Fatal(err)
		}
	}
	wrong, returned := filepath.Join(dir, "二季度进展.xlsx"), filepath.Join(dir, "returned.xlsx")
	if err := book.SaveAs(wrong); err != nil {
		c.t.Fatal(err)
	}
	_, stderr, _ := execute(c.t, "return", wrong, "--data", data, "--programme", "huaian-2020", "--period", "2020Q2", "--out", returned)
	if _, err := os.Stat(returned); err != nil {
		c.t.Fatalf("return: %s", stderr)
	}
	c.keep("clerk-returned", sheetPicture(c.t, returned, 0.3))

	c.do("size", chromedp.EmulateViewport(960, 620))
	c.open("/upload?programme=huaian-2020")
	c.refused = "422"
	c.do("check", chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{wrong}), see(".chosen li"), click(`button[formaction="/upload"]`), see(".file"))
	c.shoot("office-check", ".rows")
	c.refused = ""
	c.open("/p/huaian-2020/filing?period=2020Q2")
	c.shoot("office-filing", ".deadline")
	c.open("/p/huaian-2020/bulletins?period=2020Q3")
	c.do("draft", click(".open button[type=submit]"), see("textarea"))
	c.shoot("office-bulletin", ".editor")
}

func (c *chromium) run(args ...string) {
	c.t.Helper()
	if _, stderr, code := execute(c.t, args...); code != 0 {
		c.t.Fatalf("%s: %s", args[0], stderr)
	}
}

// shoot keeps what the window shows of the page's own part, from an element on.
func (c *chromium) shoot(name, from string) {
	c.t.Helper()
	box := ask[[]float64](c, `(() => {
		document.querySelector('`+from+`').scrollIntoView();
		const top = document.querySelector('`+from+`').getBoundingClientRect(), main = document.querySelector('main').getBoundingClientRect();
		return [main.left + 12, Math.max(0, top.top - 6), main.right, innerHeight];
	})()`)
	ctx, cancel := context.WithTimeout(c.ctx, time.Minute)
	defer cancel()
	data, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		c.t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		c.t.Fatal(err)
	}
	part := image.NewRGBA(image.Rect(0, 0, int(box[2]-box[0]), int(box[3]-box[1])))
	draw.Draw(part, part.Bounds(), picture, image.Pt(int(box[0]), int(box[1])), draw.Src)
	c.keep(name, part)
}

// keep writes a picture for the manuals, with 256 colours.
func (c *chromium) keep(name string, picture image.Image) {
	c.t.Helper()
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&b, fewColours(picture)); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(helpFolder, name+".png"), b.Bytes(), 0o600); err != nil {
		c.t.Fatal(err)
	}
	c.t.Logf("%s: %v, %d bytes", name, picture.Bounds().Size(), b.Len())
}

// sheetPicture is the upper part of a workbook's first page, high by its width.
func sheetPicture(t *testing.T, path string, high float64) image.Image {
	t.Helper()
	dir := t.TempDir()
	for _, args := range [][]string{
		{"soffice", "-env:UserInstallation=file://" + dir + "/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, path},
		{"pdftoppm", "-png", "-r", "110", "-l", "1", "-singlefile", filepath.Join(dir, strings.TrimSuffix(filepath.Base(path), ".xlsx")+".pdf"), filepath.Join(dir, "page")},
	} {
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", args[0], err, out)
		}
	}
	data, err := os.ReadFile(filepath.Join(dir, "page.png"))
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	written := inked(picture)
	written.Max.Y = min(written.Max.Y, written.Min.Y+int(high*float64(written.Dx())))
	out := image.NewRGBA(image.Rectangle{Max: written.Size()})
	draw.Draw(out, out.Bounds(), picture, written.Min, draw.Src)
	return out
}

// inked is the part of a page that is not white.
func inked(picture image.Image) image.Rectangle {
	var r image.Rectangle
	for y := picture.Bounds().Min.Y; y < picture.Bounds().Max.Y; y++ {
		for x := picture.Bounds().Min.X; x < picture.Bounds().Max.X; x++ {
			if gray, _, _, _ := picture.At(x, y).RGBA(); gray < 0xF000 {
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return r
}

// fewColours is a picture in its 256 most frequent colours.
func fewColours(picture image.Image) image.Image {
	counts := map[color.RGBA]int{}
	bounds := picture.Bounds()
	at := func(x, y int) color.RGBA {
		c := color.RGBAModel.Convert(picture.At(x, y)).(color.RGBA)
		c.R, c.G, c.B = c.R&^3, c.G&^3, c.B&^3
		if c.R&c.G&c.B == 0xFC {
			c = color.RGBA{0xFF, 0xFF, 0xFF, 0xFF}
		}
		return c
	}
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			counts[at(x, y)]++
		}
	}
	var palette color.Palette
	for c := range counts {
		palette = append(palette, c)
	}
	sort.Slice(palette, func(i, j int) bool {
		a, b := palette[i].(color.RGBA), palette[j].(color.RGBA)
		if counts[a] != counts[b] {
			return counts[a] > counts[b]
		}
		return fmt.Sprint(a) < fmt.Sprint(b)
	})
	palette = palette[:min(len(palette), 256)]
	nearest := map[color.RGBA]uint8{}
	out := image.NewPaletted(bounds, palette)
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			c := at(x, y)
			n, ok := nearest[c]
			if !ok {
				n = uint8(palette.Index(c))
				nearest[c] = n
			}
			out.SetColorIndex(x, y, n)
		}
	}
	return out
}
