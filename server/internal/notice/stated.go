package notice

import (
	"regexp"
	"strconv"
	"strings"

	"tongbao/server/internal/intake"
	"tongbao/server/internal/wording"
)

var (
	// statedIn is how many projects a title says there are: 50件民生实事.
	statedIn = regexp.MustCompile(`(\d{1,3}|[一二三四五六七八九十百]{1,4})(件|项|个)[\p{Han}“”]{0,10}?(?:实事|项目|事项|任务)`)
	// listed is how many a sentence says: 10大类60项118个具体项目.
	listed = regexp.MustCompile(`(\d{1,3})大类(\d{1,3})(项|件)(?:(\d{1,4})个(?:具体)?项目)?|共(\d{1,4})个具体项目`)
)

// checkStated compares what the notice says of its own number of projects with
// its lists.
func (r *reader) checkStated() {
	title := wording.Squeeze(r.notice.Title)
	if m := statedIn.FindStringSubmatch(title); m != nil {
		r.compareStated(m[1], m[2], "标题", r.at(r.notice.titleLine).String())
	}
	for i, line := range r.doc.Lines {
		if m := listed.FindStringSubmatch(wording.Squeeze(line)); m != nil {
			if m[2] != "" {
				r.compareStated(m[2], m[3], "正文", r.at(i+1).String())
			}
			if n := firstOf(m[4], m[5]); n != "" {
				r.unlisted(n, i, m[2])
			}
		}
	}
}

// compareStated compares a number of items with the lists.
func (r *reader) compareStated(number, word, where, at string) {
	n, ok := wording.ParseNumber(number)
	if !ok {
		return
	}
	want, most := int(n.IntPart()), 0
	for _, f := range r.lists {
		items, rows := f.count()
		if items == want || rows == want {
			return
		}
		most = max(most, items)
	}
	args := []string{"where", where, "expected", strconv.Itoa(want), "word", word, "found", strconv.Itoa(most)}
	if most < want {
		args = append(args, "of", "short")
	}
	r.warn(intake.CodeStatedCount, "", at, args...)
}

// unlisted tells of projects that a list counts and does not name one by one: of
// the list with so many items, or of the one that the line's other lists leave.
func (r *reader) unlisted(number string, line int, items string) {
	found := ""
	for _, f := range r.lists {
		n, _ := f.count()
		if items == strconv.Itoa(n) || items == "" && found == "" {
			found = strconv.Itoa(n)
		}
	}
	if found != "" && found != number {
		r.warn(intake.CodeStatedCount, "", r.at(line+1).String(), "expected", number, "found", found, "of", "unlisted")
	}
}

// count is how many numbers a list has, and how many projects.
func (f *found) count() (items, rows int) {
	seen := make(map[string]bool)
	for i := range f.draft.Projects {
		seen[f.draft.Projects[i].ID.No] = true
	}
	return len(seen), len(f.draft.Projects)
}

// checkHeading tells what a notice should say of itself and does not.
func (r *reader) checkHeading() {
	var lacking []string
	for _, x := range []struct {
		name string
		none bool
	}{
		{"标题", r.notice.Title == ""},
		{"文号", r.notice.Number == ""},
		{"发文机关", r.notice.Issuer == ""},
		{"成文日期", r.notice.Date.IsZero()},
	} {
		if x.none {
			lacking = append(lacking, x.name)
		}
	}
	if len(lacking) > 0 {
		r.warn(intake.CodeUnsaid, "", "", "value", strings.Join(lacking, "、"))
	}
}
