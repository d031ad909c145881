package ledger

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// FormFault is what is wrong with one field of a Form, in words for who filled
// it in.
type FormFault struct{ Field, Text string }

// The longest texts that have room in legible size.
const (
	longestSeries  = 10
	longestMark    = 30
	longestPattern = 40
	longestSecrecy = 12
	longestUrgency = 4
)

// Faults says what of a form cannot be printed: patterns that can't be filled,
// names that have no room, columns that must stay.
func (f Form) Faults() []FormFault {
	var faults []FormFault
	add := func(field, text string) {
		if text != "" {
			faults = append(faults, FormFault{field, text})
		}
	}
	if !slices.Contains([]HeadStyle{SeriesHead, FileHead, LetterHead}, f.Head) {
		add("Head", "请选择版头样式：督查通报、文件式或信函式")
	}
	if f.Head == SeriesHead {
		add("Name", lineFault("通报名称", f.Name, longestSeries))
	} else {
		add("Name", lineFault("发文机关标志", f.Name, longestMark))
	}
	add("Secrecy", lineFault("密级和保密期限", f.Secrecy, longestSecrecy))
	add("Urgency", lineFault("紧急程度", f.Urgency, longestUrgency))
	if f.Issue != "" {
		add("Issue", patternFault("期号", f.Issue, "{期}"))
	}
	if f.Number != "" {
		fault := patternFault("发文字号", f.Number, "{号}")
		if fault == "" {
			fault = NumberFault(f.DocumentNumber(2020, "1"))
		}
		add("Number", fault)
	}
	for _, key := range f.Hide {
		if !key.optional() {
			add("Hide", "没有可以不印的列“"+string(key)+"”")
		}
	}
	return faults
}

func (k ColumnKey) optional() bool {
	for _, c := range OptionalColumns {
		if c.Key == k {
			return true
		}
	}
	return false
}

func lineFault(label, text string, most int) string {
	switch {
	case strings.ContainsAny(text, "\r\n\t"):
		return label + "只能写一行"
	case len([]rune(text)) > most:
		return label + "最多" + strconv.Itoa(most) + "字"
	}
	return ""
}

var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

// patternFault says what is wrong with a pattern that needs one placeholder
// once and may have {年}.
func patternFault(label, pattern, needed string) string {
	if fault := lineFault(label+"样式", pattern, longestPattern); fault != "" {
		return fault
	}
	if strings.Count(pattern, needed) != 1 {
		return label + "样式里要有且只有一个" + needed
	}
	for _, p := range placeholder.FindAllString(pattern, -1) {
		if p != needed && p != "{年}" {
			return label + "样式里不认识" + p + "，只能用{年}和" + needed
		}
	}
	if strings.ContainsAny(placeholder.ReplaceAllString(pattern, ""), "{}") {
		return label + "样式里的花括号不成对"
	}
	return ""
}

var (
	numberForm = regexp.MustCompile(`^[^0-9〔〕\[\]（）()]+〔(?:19|20)[0-9]{2}〕[1-9][0-9]*号$`)
	paddedForm = regexp.MustCompile(`〕0`)
)

// NumberFault says what is wrong with a 发文字号 as it would be printed, "" for
// nothing: 代字, the year in full in 〔〕, a number without 第 and without
// leading zeros, 号 (GB/T 9704-2012, 7.2.5).
func NumberFault(number string) string {
	switch {
	case number == "", numberForm.MatchString(number):
		return ""
	case strings.Contains(number, "第"):
		return "发文字号的顺序号前不加“第”字，如：×政办发〔2020〕1号"
	case !strings.Contains(number, "〔") || !strings.Contains(number, "〕"):
		return "发文字号的年份要用六角括号〔〕括入，如：×政办发〔2020〕1号"
	case paddedForm.MatchString(number):
		return "发文字号的顺序号不编虚位，1不写作01"
	}
	return "发文字号请写作机关代字〔年份〕顺序号，如：×政办发〔2020〕1号"
}
