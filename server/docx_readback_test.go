//go:build readback

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// faces is what LibreOffice is told of fonts: the product's own, under the
// names by which offices have them.
const faces = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>%s</dir><cachedir>%s</cachedir>%s</fontconfig>`

var offices = map[string]string{
	"仿宋_GB2312": "Bulletin FangSong", "宋体": "Bulletin Song", "黑体": "Bulletin Hei", "楷体_GB2312": "Bulletin Kai", "方正小标宋简体": "Bulletin BiaoSong",
}

// tool runs a program and gives what it prints; one that is not there fails the
// test.
func tool(t *testing.T, env []string, name string, args ...string) string {
	t.Helper()
	c := exec.Command(name, args...)
	c.Env = append(os.Environ(), env...)
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// TestWordCopiesReadBack opens the Word copy of a bulletin of every programme
// in LibreOffice: the text has the PDF's pages but for one, each with its
// number, and says the same.
//
// LibreOffice reads neither w:autoSpaceDE and w:overflowPunct nor
// w:characterSpacingControl; what they say is put into its own format.
func TestWordCopiesReadBack(t *testing.T) {
	folder, dir := filepath.Join(demoFolder(t), "bulletins"), t.TempDir()
	var aliases strings.Builder
	for office, own := range offices {
		fmt.Fprintf(&aliases, `<match target="pattern"><test name="family"><string>%s</string></test><edit name="family" mode="assign" binding="strong"><string>%s</string></edit></match>`, office, own)
	}
	fonts, err := filepath.Abs("../templates/fonts")
	if err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "fonts.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, faces, fonts, dir, aliases.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	office := func(format string, files ...string) {
		args := []string{"-env:UserInstallation=file://" + dir + "/profile", "--headless", "--convert-to", format, "--outdir", dir}
		tool(t, []string{"FONTCONFIG_FILE=" + config}, "soffice", append(args, files...)...)
	}
	copies, err := filepath.Glob(filepath.Join(folder, "*第3期.docx"))
	if err != nil || len(copies) != 5 {
		t.Fatalf("%d copies (error %v)", len(copies), err)
	}
	office("fodt", copies...)
	ownWords := strings.NewReplacer(
		`style:text-autospace="ideograph-alpha"`, `style:text-autospace="none"`,
		`style:punctuation-wrap="hanging"`, `style:punctuation-wrap="simple"`,
		`CharacterCompressionType" config:type="short">0`, `CharacterCompressionType" config:type="short">1`)
	var flat []string
	for _, name := range copies {
		path := filepath.Join(dir, strings.TrimSuffix(filepath.Base(name), "docx")+"fodt")
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(ownWords.Replace(string(data))), 0o600); err != nil {
			t.Fatal(err)
		}
		flat = append(flat, path)
	}
	office(`pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}`, flat...)
	for _, name := range copies {
		stem := strings.TrimSuffix(filepath.Base(name), "docx")
		t.Run(strings.TrimSuffix(stem, "."), func(t *testing.T) {
			ours := printed(t, filepath.Join(folder, stem+"pdf"))
			theirs := printed(t, filepath.Join(dir, stem+"pdf"))
			// A line that LibreOffice squeezes less may begin a page, a head that
			// repeats without 续表 above it may end one earlier; both count twice where
			// the 版记 needs an even page.
			if d := len(theirs) - len(ours); d < -2 || d > 2 {
				t.Errorf("%d pages, the PDF has %d", len(theirs), len(ours))
			}
			body, own := bodyPages(theirs), bodyPages(ours)
			if d := body - own; d < -1 || d > 1 {
				t.Errorf("%d pages of text, the PDF has %d", body, own)
			}
			for i := range body {
				if number := fmt.Sprintf("—%d—", i+1); !strings.Contains(theirs[i], number) {
					t.Errorf("page %d has no number", i+1)
				}
			}
			want, got := plainPage(strings.Join(ours[:own], "")), plainPage(strings.Join(theirs[:body], ""))
			if got != want {
				t.Errorf("the body says\n%s\nthe PDF\n%s", got, want)
			}
			last := theirs[len(theirs)-1]
			if !strings.Contains(last, "抄送：") {
				t.Errorf("the last page says %s", last)
			}
		})
	}
}

// printed are the texts of a PDF's pages without blanks.
func printed(t *testing.T, path string) []string {
	t.Helper()
	text := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) && r != '\f' {
			return -1
		}
		return r
	}, tool(t, nil, "pdftotext", "-raw", "-enc", "UTF-8", path, "-"))
	return strings.Split(strings.TrimSuffix(text, "\f"), "\f")
}

// firstAnnex is the label of the first annex and how its title begins.
var firstAnnex = regexp.MustCompile(`附件1\d{4}年`)

// bodyPages is how many pages stand before the annexes.
func bodyPages(pages []string) int { return slices.IndexFunc(pages, firstAnnex.MatchString) }

var numbers = regexp.MustCompile(`—\d+—|示例文件，数据仅供演示`)

// plainPage is a page's text without its number and foot.
func plainPage(text string) string { return numbers.ReplaceAllString(text, "") }
