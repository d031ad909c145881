package notice

import (
	"regexp"
	"unicode/utf8"

	"tongbao/server/internal/wording"
)

var (
	// 半年度完成全年任务的55%、10月底前完成全部任务
	ruleIn = regexp.MustCompile(`(?:半年度?|[一二三]季度末?|\d{1,2}月底)前?完成[^。;,、]{0,16}?\d{1,3}%[^。;]{0,24}?完成[^。;]{0,10}?(?:任务|目标)+`)
	// 办理…事项900件以上，其中…300件以上
	mattersIn = regexp.MustCompile(`办理[^。;]{0,40}?事项\d{2,6}件(?:以上|左右)?(?:,[^。;,]{0,40}?\d{2,6}件(?:以上|左右)?)*`)
)

// quote takes out of the text what it says of all projects together, each once;
// what a list says is said of its items.
func (r *reader) quote() {
	listed := make(map[int]bool)
	for _, f := range r.lists {
		for _, it := range f.items {
			listed[it.line] = true
		}
	}
	for i, line := range r.doc.Lines {
		if listed[i+1] {
			continue
		}
		plain := wording.Plain(line)
		at := r.at(i + 1).String()
		if m := ruleIn.FindStringIndex(plain); m != nil {
			r.notice.Rules = append(r.notice.Rules, Quote{at, stretchOf(line, plain, m)})
		}
		if m := mattersIn.FindStringIndex(plain); m != nil {
			r.notice.Matters = append(r.notice.Matters, Quote{at, stretchOf(line, plain, m)})
		}
	}
}

// stretchOf is a stretch of a line's plain form in the line's own script.
func stretchOf(line, plain string, m []int) string {
	if utf8.RuneCountInString(line) != utf8.RuneCountInString(plain) {
		return plain[m[0]:m[1]]
	}
	begin := cut(line, utf8.RuneCountInString(plain[:m[0]]))
	return line[begin : begin+cut(line[begin:], utf8.RuneCountInString(plain[m[0]:m[1]]))]
}
