package layout

import "strings"

// openers are words before which a title may break, closers words after which
// it may; a title broken anywhere else tears its sense.
var (
	openers = []string{"关于", "进展情况", "完成情况", "实施情况", "一览表", "责任单位", "县区", "资金到位", "任务分解", "为民办", "民生实事", "情况表", "的通报", "的通知"}
	closers = []string{"人民政府", "办公室", "管委会", "季度", "上半年", "半年", "年度", "月份", "市委", "市政府", "区政府", "县政府", "街道", "的"}
	// glued are words that never begin a line although they open a phrase when
	// they stand elsewhere.
	glued = []string{"的通报", "的通知", "办公室"}
)

// phrases cuts a title into the parts between which its lines may break. first
// is a name at its beginning that stays whole, "" for none.
func phrases(title, first string) []string {
	var parts []string
	if first != "" && strings.HasPrefix(title, first) && len(title) > len(first) {
		parts = append(parts, first)
		title = title[len(first):]
	}
	start := 0
	for i := range title {
		if i > start && breaksBefore(title, i) {
			parts = append(parts, title[start:i])
			start = i
		}
	}
	return append(parts, title[start:])
}

func breaksBefore(title string, i int) bool {
	rest, done := title[i:], title[:i]
	for _, w := range glued {
		if strings.HasPrefix(rest, w) {
			return false
		}
	}
	for _, w := range openers {
		if strings.HasPrefix(rest, w) && !counted(done) {
			return true
		}
	}
	for _, w := range closers {
		if strings.HasSuffix(done, w) {
			return true
		}
	}
	return false
}

// counted reports whether a text ends with a number of things, which stays
// with their name: 50件.
func counted(text string) bool {
	for _, w := range []string{"件", "项", "个", "大"} {
		if strings.HasSuffix(text, w) {
			return true
		}
	}
	return false
}
