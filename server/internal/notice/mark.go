package notice

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"tongbao/server/internal/wording"
)

// kind is how a line counts itself.
type kind int

const (
	unmarked kind = iota
	byItem        // 第一件：
	chinese       // 一、
	bracket       // （一）
	arabic        // 1.
	circled       // ①
)

// mark is the number at the beginning of a line.
type mark struct {
	kind kind
	no   int
}

var marks = []struct {
	kind kind
	form *regexp.Regexp
}{
	{byItem, regexp.MustCompile(`^第([一二三四五六七八九十百]{1,5}|\d{1,3})[件项](?:[:、 ]|$)`)},
	{chinese, regexp.MustCompile(`^([一二三四五六七八九十百]{1,5})[、.]`)},
	{bracket, regexp.MustCompile(`^\(([一二三四五六七八九十百]{1,5}|\d{1,3})\)[、.]?`)},
	{circled, regexp.MustCompile(`^([①-⑳])`)},
}

// markOf takes the number off the front of a line. rest keeps its own script.
func markOf(text string) (m mark, rest string) {
	if first, n := utf8.DecodeRuneInString(text); n > 0 && '0' <= wide(first) && wide(first) <= '9' {
		return arabicMark(text)
	}
	front := wording.Plain(text[:cut(text, 12)])
	for _, f := range marks {
		at := f.form.FindStringSubmatchIndex(front)
		if at == nil {
			continue
		}
		no := front[at[2]:at[3]]
		if f.kind == circled {
			r, _ := utf8.DecodeRuneInString(no)
			return mark{circled, int(r-'①') + 1}, strings.TrimSpace(from(text, 1))
		}
		n, ok := wording.ParseNumber(no)
		if !ok {
			continue
		}
		return mark{f.kind, int(n.IntPart())}, strings.TrimSpace(from(text, utf8.RuneCountInString(front[:at[1]])))
	}
	return mark{}, text
}

// arabicMark reads 1. and 12、; 2.5万 and 2021年 are no numbers of a line.
func arabicMark(text string) (mark, string) {
	no, _, _ := wording.SplitNo(text)
	n, ok := wording.ParseNumber(no)
	if !ok || !n.IsInteger() || len(no) > 3 {
		return mark{}, text
	}
	// SplitNo takes a bracketed sub-number as well: what is the number's own?
	digits := 0
	for _, r := range text {
		if r = wide(r); r < '0' || r > '9' {
			break
		}
		digits++
	}
	behind := strings.TrimSpace(from(text, digits))
	if first, size := utf8.DecodeRuneInString(behind); strings.ContainsRune(".．、,，)）", first) {
		return mark{arabic, int(n.IntPart())}, strings.TrimSpace(behind[size:])
	}
	return mark{}, text
}

// wide is a full-width digit as a plain one.
func wide(r rune) rune {
	if r >= '０' && r <= '９' {
		return r - '０' + '0'
	}
	return r
}

// cut is where the first n characters of a text end, in bytes.
func cut(text string, n int) int {
	for i := range text {
		if n == 0 {
			return i
		}
		n--
	}
	return len(text)
}

// from is a text without its first n characters.
func from(text string, n int) string { return text[cut(text, n):] }

// labels are the words that say what a line holds, by the column that it belongs
// to.
var labels = map[string]string{
	columnContent:     "目标任务 年度目标 目标要求 主要内容 工作内容 建设内容 具体内容 实施内容 主要任务 工作任务",
	columnSchedule:    "序时进度 进度要求 进度安排 时间安排 实施进度 时间节点 推进计划",
	columnDeadline:    "完成时限 完成时间 时限要求 完成期限",
	columnLead:        "牵头单位 牵头部门 主办单位 主办部门 牵头责任单位 牵头责任部门",
	columnResponsible: "责任单位 责任部门 承办单位 承办部门",
	columnPartner:     "协办单位 协办部门 配合单位 配合部门 共同责任单位 参与单位 协助单位",
	columnLeader:      "分管领导 责任领导 牵头领导 市领导 区领导",
	columnMoney:       "资金安排 资金来源 资金筹措 资金保障",
	partDuties:        "责任分工 职责分工 任务分工",
	partMeasures:      "推进措施 工作措施 工作举措 主要措施 保障措施 具体举措",
}

// The columns of a list's sheet, by heads that the reader of tables knows.
const (
	columnNo          = "序号"
	columnName        = "项目名称"
	columnContent     = "主要内容"
	columnSchedule    = "进度要求"
	columnDeadline    = "完成时限"
	columnLead        = "牵头单位"
	columnResponsible = "责任单位"
	columnPartner     = "协办单位"
	columnLeader      = "分管领导"
	columnMoney       = "资金来源"
	columnAside       = "备注"
	// What is no column: a heading over duties, and how a project is gone about.
	partDuties   = "责任分工"
	partMeasures = "推进措施"
)

// columnOf is the column of each label.
var columnOf = func() map[string]string {
	m := make(map[string]string)
	for column, words := range labels {
		for _, w := range strings.Fields(words) {
			m[w] = column
		}
	}
	return m
}()

var labelAt = func() *regexp.Regexp {
	var words []string
	for w := range columnOf {
		words = append(words, w)
	}
	return regexp.MustCompile(`^([一二三四五六七八九十]{1,2}、|\d{1,2}[.、])?[【\[(]?(` + longestFirst(words) + `)([】\])]:?| ?:)?`)
}()

// label is what a line says of itself: 牵头部门：….
type label struct {
	word   string // as the line writes it, simplified
	column string
}

// labelOf takes the label off the front of a line. It stands before a colon, or
// behind a number as a heading does: 一、目标任务.
func labelOf(text string) (l label, rest string, ok bool) {
	front := wording.Plain(text[:cut(text, 16)])
	at := labelAt.FindStringSubmatchIndex(front)
	if at == nil || at[6] < 0 && (at[2] < 0 || front[at[2]] < 0x80) {
		return label{}, text, false
	}
	word := front[at[4]:at[5]]
	return label{word, columnOf[word]}, strings.TrimSpace(from(text, utf8.RuneCountInString(front[:at[1]]))), true
}
