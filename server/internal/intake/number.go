package intake

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
)

// number is what tells a row's project from the others.
type number struct {
	no, sub string
	at      grid.Address // of the cell, or the anchor of its merge
	ref     string       // the cell or merged range
	rows    int          // how many rows the cell covers
	own     bool         // it stands in this very row
	below   bool         // its sub-number stands in the row's text or in a column of its own
	text    string
}

var (
	subPair   = regexp.MustCompile(`^0*(\d{1,4})\s*[-.．—]\s*(\d{1,2})$`)
	bracketed = regexp.MustCompile(`^[(（]\s*(\d{1,3}|[零〇一二三四五六七八九十百]+)\s*[)）]$`)
)

// readNumber reads a row's cells for number and sub-number. bracketsCount: the
// table counts its projects as （一）（二）, so that they are no sub-numbers.
func (t *table) readNumber(row int, bracketsCount bool) number {
	n := number{at: grid.Address{Row: row}}
	if col := t.col(fieldNo); col > 0 {
		n.at = grid.Address{Col: col, Row: row}
		n.ref, n.own, n.rows = n.at.String(), true, 1
		if m, ok := t.Merge(n.at); ok {
			n.ref, n.own, n.rows, n.at = m.String(), m.From.Row == row, m.To.Row-m.From.Row+1, m.From
		}
		n.text = t.text(row, col)
		n.no, n.sub = splitNumber(n.text, bracketsCount)
	}
	if col := t.col(fieldSub); col > 0 {
		if text := t.text(row, col); text != "" {
			no, sub := splitNumber(text, false)
			n.below = strings.TrimSpace(t.own(row, col).Text) != ""
			switch {
			case sub != "":
				n.sub = sub
				if n.no == "" {
					n.no = no
				}
			case no != "":
				if k, err := strconv.Atoi(no); err == nil {
					n.sub = circled(k)
				}
			}
		}
	}
	return n
}

// splitNumber reads a number cell: 1, 1., 一, 第一件, （一）, ①, 1①, 1.1; or a code
// that an office gives its projects, kept as it is: XM2026-000001.
func splitNumber(text string, bracketsCount bool) (no, sub string) {
	s := strings.TrimSpace(wording.Plain(text))
	if s == "" {
		return "", ""
	}
	if no, ok := plainNumber(s); ok {
		return no, ""
	}
	if no, sub, ok := projectCode(s); ok {
		return no, sub
	}
	if m := subPair.FindStringSubmatch(s); m != nil {
		k, _ := strconv.Atoi(m[2])
		return m[1], circled(k)
	}
	if m := bracketed.FindStringSubmatch(s); m != nil {
		if n, ok := wording.ParseNumber(m[1]); ok {
			if bracketsCount {
				return n.String(), ""
			}
			return "", circled(int(n.IntPart()))
		}
	}
	if chineseNumber(s) || strings.HasPrefix(s, "第") {
		if n, ok := wording.ParseNumber(strings.Trim(s, "第件项类、.．() ")); ok && n.IsInteger() {
			return n.String(), ""
		}
	}
	no, sub, rest := wording.SplitNo(s)
	if rest != "" && no == "" && sub == "" {
		return "", ""
	}
	return no, sub
}

// plainNumber reads a number of up to four digits: 7, 07, 7.0.
func plainNumber(s string) (no string, ok bool) {
	digits, rest := s, ""
	if i := strings.IndexByte(s, '.'); i >= 0 {
		if digits, rest = s[:i], s[i+1:]; rest == "" || strings.Trim(rest, "0") != "" {
			return "", false
		}
	}
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return "", false
	}
	no = strings.TrimLeft(digits, "0")
	if no == "" {
		no = "0"
	}
	return no, len(no) <= 4
}

// What tells a project's code from a mistyped number: a letter, or so many
// digits on end; and no code is longer than this.
const (
	codeDigits  = 5
	longestCode = 40
)

// projectCode reads a code of letters, digits and hyphens (XM2026-000001,
// 2026-320812-47-01-536789) with the sub-number that may follow it.
func projectCode(s string) (no, sub string, ok bool) {
	no = strings.TrimRight(s, "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
	if sub = s[len(no):]; utf8.RuneCountInString(sub) > 1 || len(no) > longestCode {
		return "", "", false
	}
	letters, digits, run := 0, 0, 0
	for i := range len(no) {
		switch c := no[i]; {
		case '0' <= c && c <= '9':
			digits, run = digits+1, run+1
			ok = ok || run >= codeDigits
			continue
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
			letters++
		case (c == '-' || c == '_') && i > 0:
		default:
			return "", "", false
		}
		run = 0
	}
	return no, sub, ok || letters > 0 && digits > 0
}

// circled is ① for 1, up to ⑳ and on to ㊿.
func circled(n int) string {
	switch {
	case n >= 1 && n <= 20:
		return string(rune('①' + n - 1))
	case n >= 21 && n <= 35:
		return string(rune('㉑' + n - 21))
	case n >= 36 && n <= 50:
		return string(rune('㊱' + n - 36))
	}
	return ""
}
