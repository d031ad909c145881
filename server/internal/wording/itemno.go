package wording

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

const circled = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

var (
	plainNo   = regexp.MustCompile(`^(?:第)?(\d{1,4})(?:[.、,，:：)]|件[:：]?|$|\s)?`)
	bracketNo = regexp.MustCompile(`^\((\d{1,3}|[一二三四五六七八九十百]{1,5})\)[.、]?`)
	wordNo    = regexp.MustCompile(`^(?:第)?([一二三四五六七八九十百]{1,5})(?:[、.:：]|件[:：]?)`)
	closedSub = regexp.MustCompile(`^(\d{1,2})[)]`)
)

// SplitNo takes the number and the sub-number off the front of a cell: "1.",
// "12、", "①…", "（一）", "1①", "1(1)", "1)". A bracketed or circled number
// is the sub-number, kept as ① to ⑳; 一、 and 第一件 are numbers. What follows is
// rest, in its own script.
func SplitNo(text string) (no, sub, rest string) {
	rest = strings.TrimSpace(text)
	if !mayNumber(rest) {
		return "", "", rest
	}
	no, rest = takeNo(rest)
	sub, rest = takeSub(rest)
	return no, sub, rest
}

// mayNumber reports whether a text begins with a character that a number can
// begin with: most cells are prose, which need not be looked at to its end.
func mayNumber(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	first = foldRune(first)
	return first < 0 || isDigit(first) || strings.ContainsRune("第(一二三四五六七八九十百"+circled, first)
}

// front is how many characters of a text are looked at for its number.
const front = 40

func takeNo(s string) (no, rest string) {
	folded := Fold(firstRunes(s, front))
	if closedSub.MatchString(folded) {
		return "", s
	}
	if m := plainNo.FindStringSubmatch(folded); m != nil && numbering(folded, m[0]) {
		return strings.TrimLeft(m[1], "0"), dropRunes(s, m[0])
	}
	if m := wordNo.FindStringSubmatch(folded); m != nil {
		if n, ok := ParseNumber(m[1]); ok {
			return n.String(), dropRunes(s, m[0])
		}
	}
	return "", s
}

// numbering reports whether the digits at the front number the item, and do not
// begin its text (24部门, 2.5万, 2021年).
func numbering(s, head string) bool {
	after := []rune(strings.TrimPrefix(s, head))
	last, _ := lastRune(head)
	if len(after) == 0 {
		return true
	}
	if isDigit(last) {
		return strings.ContainsRune(circled+"(", after[0])
	}
	if !isDigit(after[0]) || last != '.' && last != ',' {
		return true
	}
	return last == '.' && !fractional([]rune(Simplify(firstRunes(s, front))))
}

// fractional reports whether a text begins with a decimal fraction of something that
// can be divided (2.5万户, 11.38公里), and not with a number and then another
// (53.24部门, 1.70个).
func fractional(r []rune) bool {
	_, next, ok := numberAt(r, 0)
	if !ok {
		return true
	}
	if _, multiplied := multipliers[r[next-1]]; multiplied || next < len(r) && r[next] == '%' {
		return true
	}
	switch m, _ := measureAt(r, next); m {
	case "公里", "米", "平方公里", "平方米", "立方米", "公顷", "亩", "吨", "元", "倍":
		return true
	}
	return next == len(r)
}

func lastRune(s string) (rune, bool) {
	r := []rune(s)
	if len(r) == 0 {
		return 0, false
	}
	return r[len(r)-1], true
}

func takeSub(s string) (sub, rest string) {
	if first, n := utf8.DecodeRuneInString(s); n > 0 && strings.ContainsRune(circled, first) {
		return s[:n], strings.TrimSpace(s[n:])
	}
	if !mayNumber(s) {
		return "", s
	}
	folded := Fold(firstRunes(s, front))
	for _, form := range []*regexp.Regexp{bracketNo, closedSub} {
		m := form.FindStringSubmatch(folded)
		if m == nil {
			continue
		}
		if n, ok := ParseNumber(m[1]); ok {
			if k := n.IntPart(); k >= 1 && k <= 20 {
				return string([]rune(circled)[k-1]), dropRunes(s, m[0])
			}
		}
	}
	return "", s
}

// firstRunes is s up to its first n characters.
func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// dropRunes is s without as many characters as head has. Fold keeps their
// number, marks without width apart, which do not stand before a number.
func dropRunes(s, head string) string {
	r := []rune(s)
	return strings.TrimSpace(string(r[min(len([]rune(head)), len(r)):]))
}
