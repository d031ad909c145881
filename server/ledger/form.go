package ledger

import (
	"strconv"
	"strings"
)

// HeadStyle is one of the heads that an official document may have.
type HeadStyle string

// The heads.
const (
	SeriesHead HeadStyle = ""       // 督查通报: a series of the office's own with 期号
	FileHead   HeadStyle = "file"   // 文件式 (GB/T 9704-2012, 7.2)
	LetterHead HeadStyle = "letter" // 信函式 (10.1)
)

// Form is how a programme's bulletins look on paper. The zero value is the
// 督查通报 head without a seal.
type Form struct {
	Head HeadStyle `json:",omitempty"`
	// Name is what stands in red; "" stands for the usual one of the head.
	Name string `json:",omitempty"`
	// Issue and Number are the patterns of 期号 and 发文字号 with {年}, {期} and,
	// in Number, {号}: 第{期}期, 某政办发〔{年}〕{号}号. "" stands for the usual.
	Issue  string `json:",omitempty"`
	Number string `json:",omitempty"`
	Sealed bool   `json:",omitempty"`
	// Secrecy and Urgency are 密级 and 紧急程度, "" for none.
	Secrecy string `json:",omitempty"`
	Urgency string `json:",omitempty"`
	// Hide are columns of the 进展情况一览表 that are not printed.
	Hide []ColumnKey `json:",omitempty"`
	// Fonts are font files of the office's own, one for a role at the most.
	Fonts []OwnFont `json:",omitempty"`
}

// OwnFont is a font file of an office that sets the characters of one role.
type OwnFont struct {
	Role   string // FangSong, BiaoSong, Hei, Kai
	Name   string // of the file
	SHA256 string // under which it is kept
}

// ColumnKey names a column of the 进展情况一览表 that need not be printed.
type ColumnKey string

// OptionalColumns are the columns that need not be printed, with their names.
var OptionalColumns = []struct {
	Key  ColumnKey
	Name string
}{
	{ColumnTask, "目标任务"}, {ColumnUnit, "主报单位（责任单位）"}, {ColumnDone, "累计完成"}, {ColumnGap, "差额"}, {ColumnStage, "阶段"},
}

// The columns that need not be printed.
const (
	ColumnTask  ColumnKey = "task"  // 目标任务
	ColumnUnit  ColumnKey = "unit"  // 主报单位, in the public edition 责任单位
	ColumnDone  ColumnKey = "done"  // 累计
	ColumnGap   ColumnKey = "gap"   // 差额
	ColumnStage ColumnKey = "stage" // 阶段
)

// The usual names and pattern.
const (
	usualSeries = "督查通报"
	usualIssue  = "第{期}期"
)

// HeadName is what stands in red over a bulletin of an issuer.
func (f Form) HeadName(issuer string) string {
	switch {
	case f.Name != "":
		return f.Name
	case f.Head == FileHead:
		return issuer + "文件"
	case f.Head == LetterHead:
		return issuer
	}
	return usualSeries
}

// IssueNumber is 期号 as printed, "" while there is none.
func (f Form) IssueNumber(year, number int) string {
	if number == 0 {
		return ""
	}
	pattern := f.Issue
	if pattern == "" {
		pattern = usualIssue
	}
	return strings.NewReplacer("{年}", strconv.Itoa(year), "{期}", strconv.Itoa(number)).Replace(pattern)
}

// DocumentNumber is 发文字号 as printed of a number that the document office
// gave: a bare number is put into the pattern, anything else stands as typed.
// It is "" while there is none.
func (f Form) DocumentNumber(year int, given string) string {
	if f.Number == "" || given == "" || strings.Trim(given, "0123456789") != "" {
		return given
	}
	return strings.NewReplacer("{年}", strconv.Itoa(year), "{号}", strings.TrimLeft(given, "0")).Replace(f.Number)
}
