package app

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// Refusals say of a form's fields, by their names, why they cannot be taken.
type Refusals map[string]string

// Error is all of them, in the order of their names.
func (r Refusals) Error() string {
	names := make([]string, 0, len(r))
	for name := range r {
		names = append(names, name)
	}
	slices.Sort(names)
	var words []string
	for _, name := range names {
		words = append(words, r[name])
	}
	return strings.Join(words, "；")
}

var keyForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// longestKey is how many characters a programme's key may have.
const longestKey = 60

// CheckKey is CodeInvalid for a text that cannot be a programme's key.
func CheckKey(key string) error {
	if key == "" || len(key) > longestKey || !keyForm.MatchString(key) {
		return ledger.Errorf(ledger.CodeInvalid, "代号“%s”不合要求：只用小写字母、数字和短横线，最多%d个字符，如 huaian-2020。", key, longestKey)
	}
	return nil
}

// BasicsForm is the step of what the programme is, as typed.
type BasicsForm struct {
	Key, Government, Issuer, Title, Year string
	Notice, NoticeNo, NoticeDate         string
}

// Step is StepBasics.
func (f BasicsForm) Step() SetupStep { return StepBasics }

// BasicsForm is the step's form as it stands.
func (v *SetupView) BasicsForm() BasicsForm {
	p := &v.Setup.Programme
	f := BasicsForm{
		Key: p.Key, Government: p.Government, Issuer: p.Issuer, Title: p.Title,
		Notice: p.Notice, NoticeNo: p.NoticeNo, NoticeDate: p.NoticeDate.String(),
	}
	if p.Year != 0 {
		f.Year = fmt.Sprint(p.Year)
	}
	return f
}

// longestField is how many characters a name, title or notice may have.
const longestField = 120

// The years that a programme may be of.
const (
	firstYear = 2000
	lastYear  = 2100
)

// settle refuses fields by their names.
func (f BasicsForm) settle(ctx context.Context, s *Service, v *SetupView) error {
	wrong := make(Refusals)
	p := &v.Setup.Programme
	for _, text := range []struct {
		name, label, typed string
		needed             bool
		into               *string
	}{
		{"government", "政府名称", f.Government, true, &p.Government},
		{"issuer", "发文机关", f.Issuer, true, &p.Issuer},
		{"title", "计划名称", f.Title, true, &p.Title},
		{"notice", "印发通知", f.Notice, false, &p.Notice},
		{"noticeNo", "文号", f.NoticeNo, false, &p.NoticeNo},
	} {
		typed := strings.TrimSpace(text.typed)
		switch {
		case typed == "" && text.needed:
			wrong[text.name] = "请填写" + text.label
		case utf8.RuneCountInString(typed) > longestField:
			wrong[text.name] = fmt.Sprintf("%s最多%d字", text.label, longestField)
		}
		*text.into = typed
	}
	key := strings.TrimSpace(f.Key)
	if err := CheckKey(key); err != nil {
		wrong["key"] = err.Error()
		if key == "" {
			wrong["key"] = "请填写代号，只用小写字母、数字和短横线，如 huaian-2020"
		}
	} else if taken, err := s.hasProgramme(ctx, key); err != nil {
		return err
	} else if taken {
		wrong["key"] = fmt.Sprintf("台账中已有代号为“%s”的年度计划，请另取一个", key)
	}
	p.Key = key
	year, err := strconv.Atoi(strings.TrimSpace(f.Year))
	switch told := v.Preview.Draft.Year; {
	case err != nil || year < firstYear || year > lastYear:
		wrong["year"] = fmt.Sprintf("年度请写作四位数字，如 %d", max(told, firstYear))
	case v.Heading.Year != 0 && year != v.Heading.Year:
		wrong["year"] = fmt.Sprintf("项目表写的是%d年，节点日期按它读出。请改为%d；表写错的，改好后在“列”一步换上", v.Heading.Year, v.Heading.Year)
	}
	p.Year = year
	p.NoticeDate = ledger.Date{}
	if typed := strings.TrimSpace(f.NoticeDate); typed != "" {
		if p.NoticeDate, err = ledger.ParseDate(typed); err != nil {
			wrong["noticeDate"] = err.Error()
		}
	}
	if len(wrong) > 0 {
		return wrong
	}
	return nil
}

func (s *Service) hasProgramme(ctx context.Context, key string) (bool, error) {
	_, err := s.Store.Programme(ctx, key)
	if ledger.CodeOf(err) == ledger.CodeNotFound {
		return false, nil
	}
	return err == nil, err
}

// propose fills in what the table's heading tells; what it does not, stays as it
// was taken over.
func (st *Setup) propose(h intake.Heading) {
	p := &st.Programme
	for _, told := range []struct {
		text string
		into *string
	}{
		{h.Government, &p.Government}, {h.Issuer, &p.Issuer}, {h.Title, &p.Title}, {h.Notice, &p.Notice}, {h.NoticeNo, &p.NoticeNo},
	} {
		if told.text != "" {
			*told.into = told.text
		}
	}
	if p.NoticeDate = h.NoticeDate; h.Year != 0 && p.Year != 0 {
		p.Key = strings.Replace(p.Key, fmt.Sprint(p.Year), fmt.Sprint(h.Year), 1)
		for i := range p.CheckPoints {
			p.CheckPoints[i].Date.Year += h.Year - p.Year
		}
	}
	p.Year = h.Year
}

// takenOver is what a new programme takes over from an earlier one; its key and
// year are the earlier one's until propose.
func takenOver(before *ledger.Programme) ledger.Programme {
	return ledger.Programme{
		Key: before.Key, Government: before.Government, Issuer: before.Issuer, Title: before.Title, Year: before.Year,
		Rule: before.Rule, CheckPoints: slices.Clone(before.CheckPoints), Thresholds: before.Thresholds,
		ItemWord: before.ItemWord, ProjectWord: before.ProjectWord, ReportDays: before.ReportDays,
		Greeting: before.Greeting, CopyTo: slices.Clone(before.CopyTo), Footnote: before.Footnote,
		Units: slices.Clone(before.Units), Groups: slices.Clone(before.Groups), Recipients: slices.Clone(before.Recipients),
	}
}

// ColumnsForm is the step of the columns: what was said of those that are not
// sure.
type ColumnsForm struct{ Answers []intake.Answer }

// Step is StepColumns.
func (f ColumnsForm) Step() SetupStep { return StepColumns }

// settle takes answers that a question offers. An answer for a column that is
// not asked about any more stays.
func (f ColumnsForm) settle(_ context.Context, _ *Service, v *SetupView) error {
	for _, a := range f.Answers {
		if _, ok := intake.AnswerLabel(a.Field); !ok || !slices.Contains(v.Preview.Draft.Layouts, a.Layout) {
			return ledger.Errorf(ledger.CodeInvalid, "请从列出的各项中选择“%s”一列是什么", a.Head)
		}
		same := func(o intake.Answer) bool { return o.Layout == a.Layout && o.Head == a.Head }
		v.Setup.Answers = append(slices.DeleteFunc(v.Setup.Answers, same), a)
	}
	return nil
}
