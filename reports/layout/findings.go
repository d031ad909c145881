package layout

import (
	"fmt"
	"strconv"

	"tongbao/reports/font"
	"tongbao/reports/page"
	"tongbao/server/ledger"
)

// Codes of findings.
const (
	// CodeFangSong: 仿宋 is not installed, Song sets the body.
	CodeFangSong = "font.fangsong-absent"
	// CodeCharacter: no face has a character. Args: char, code, text, count.
	CodeCharacter = "font.character-missing"
)

func findings(book *page.Book, installed *font.Faces) []ledger.Finding {
	var out []ledger.Finding
	if !installed.Has(font.FangSong) {
		out = append(out, ledger.Finding{Severity: ledger.SeverityWarning, Code: CodeFangSong})
	}
	for _, m := range book.Missing {
		out = append(out, ledger.Finding{
			Severity: ledger.SeverityWarning, Code: CodeCharacter,
			Args: map[string]string{
				"char": string(m.Char), "code": fmt.Sprintf("%U", m.Char),
				"text": m.Text, "count": strconv.Itoa(m.Count),
			},
		})
	}
	return out
}

// Message puts a finding of this package into words.
func Message(f ledger.Finding) string {
	switch f.Code {
	case CodeFangSong:
		return "未安装仿宋字体，正文以宋体排印；请把仿宋字体文件放入字体目录后重新生成。"
	case CodeCharacter:
		return fmt.Sprintf("字库缺字“%s”（%s），共%s处，如“%s”，版面以〓代替；请换用字库已有的字，或安装含该字的字体。",
			f.Args["char"], f.Args["code"], f.Args["count"], f.Args["text"])
	}
	return ""
}
