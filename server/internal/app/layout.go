package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tongbao/reports/bulletin"
	"tongbao/server/ledger"
)

// LayoutForm is how a programme's bulletins look on paper, as typed.
type LayoutForm struct {
	Head             string // a ledger.HeadStyle; "series" stands for the empty one
	Name             string
	Issue, Number    string
	Sealed           bool
	Secrecy, Urgency string
	Hide             []string // columns of the 进展情况一览表 that are not printed
}

// seriesHead is the 督查通报 head in forms, where an empty value would say that
// none was chosen.
const seriesHead = "series"

// headNames are the heads, in the order in which they are offered.
var headNames = []struct {
	Style ledger.HeadStyle
	Name  string
}{
	{ledger.SeriesHead, "督查通报"}, {ledger.FileHead, "文件式"}, {ledger.LetterHead, "信函式"},
}

// urgencies are the 紧急程度 that a document may carry (GB/T 9704-2012, 7.2.3).
var urgencies = []string{"", "特急", "加急"}

// Urgencies are what may be chosen as 紧急程度, "" for none.
func Urgencies() []string { return slices.Clone(urgencies) }

// HeadChoice is a head to choose.
type HeadChoice struct{ Value, Name string }

// HeadsOffered are the heads in the order in which they are offered.
func HeadsOffered() []HeadChoice {
	var list []HeadChoice
	for _, h := range headNames {
		list = append(list, HeadChoice{headValue(h.Style), h.Name})
	}
	return list
}

func headValue(style ledger.HeadStyle) string {
	if style == ledger.SeriesHead {
		return seriesHead
	}
	return string(style)
}

// LayoutOf is the form as a programme stands.
func LayoutOf(p *ledger.Programme) LayoutForm {
	f := p.Form
	form := LayoutForm{
		Head: headValue(f.Head), Name: f.Name, Issue: f.Issue, Number: f.Number, Sealed: f.Sealed, Secrecy: f.Secrecy, Urgency: f.Urgency,
	}
	for _, key := range f.Hide {
		form.Hide = append(form.Hide, string(key))
	}
	return form
}

// layoutFields are the fields of the form by those of ledger.Form.
var layoutFields = map[string]string{
	"Head": "head", "Name": "name", "Issue": "issue", "Number": "number", "Secrecy": "secrecy", "Urgency": "urgency", "Hide": "hide",
}

// Apply puts the form into a programme. Refusals say which fields cannot be
// taken, by their names; p is not to be used then.
func (f LayoutForm) Apply(p *ledger.Programme) error {
	wrong := make(Refusals)
	form := ledger.Form{
		Head: ledger.HeadStyle(f.Head), Name: strings.TrimSpace(f.Name), Issue: strings.TrimSpace(f.Issue), Number: strings.TrimSpace(f.Number),
		Sealed: f.Sealed, Secrecy: strings.TrimSpace(f.Secrecy), Urgency: f.Urgency, Fonts: p.Form.Fonts,
	}
	switch f.Head {
	case seriesHead:
		form.Head = ledger.SeriesHead
	case "":
		wrong["head"] = "请选择一种版头"
	}
	if !slices.Contains(urgencies, form.Urgency) {
		wrong["urgency"] = "请从列出的紧急程度中选择"
	}
	for _, key := range f.Hide {
		form.Hide = append(form.Hide, ledger.ColumnKey(key))
	}
	for _, fault := range form.Faults() {
		wrong[layoutFields[fault.Field]] = fault.Text
	}
	if len(wrong) > 0 {
		return wrong
	}
	p.Form = form
	return nil
}

// EditLayout puts how a programme's bulletins look in the place of what stands.
type EditLayout struct{ Form LayoutForm }

func (e EditLayout) about() string                 { return "通报版式" }
func (e EditLayout) fact(l *Snapshot) (any, error) { return LayoutOf(l.Programme), nil }
func (e EditLayout) apply(d *desk) error           { return e.Form.Apply(d.after) }

// EditFont puts a font file of the office's own in a role, or takes it out.
type EditFont struct {
	Role string
	File *File // as KeepFont kept it; nil gives the role back to the product's own
}

func (e EditFont) about() string { return "通报字体" }

func (e EditFont) fact(l *Snapshot) (any, error) { return l.Programme.Form.Fonts, nil }

func (e EditFont) apply(d *desk) error {
	if FontRole(e.Role) == "" {
		return ledger.Errorf(ledger.CodeInvalid, "请选择字体的用途").At("role")
	}
	fonts := slices.DeleteFunc(slices.Clone(d.after.Form.Fonts), func(f ledger.OwnFont) bool { return f.Role == e.Role })
	if e.File != nil {
		fonts = append(fonts, ledger.OwnFont{Role: e.Role, Name: e.File.Name, SHA256: e.File.SHA256})
	}
	slices.SortFunc(fonts, func(a, b ledger.OwnFont) int { return strings.Compare(a.Role, b.Role) })
	d.after.Form.Fonts = fonts
	return nil
}

// fontRoles are the roles in which an office may put a font of its own, by the
// name that ledger.OwnFont has for them, with what they set.
var fontRoles = []FontChoice{
	{"FangSong", "仿宋：正文"}, {"BiaoSong", "小标宋：红头、标题"}, {"Hei", "黑体：一级标题、表头"}, {"Kai", "楷体：二级标题"},
}

// FontChoice is a role of fonts to choose.
type FontChoice struct{ Role, Name string }

// FontRoles are the roles in which an office may put a font of its own.
func FontRoles() []FontChoice { return slices.Clone(fontRoles) }

// FontRole is a role in words, "" for one that is unknown.
func FontRole(role string) string {
	for _, r := range fontRoles {
		if r.Role == role {
			return r.Name
		}
	}
	return ""
}

// KeepFont checks a font file and keeps it. CodeInvalid says in words why it
// cannot set a bulletin.
func (s *Service) KeepFont(ctx context.Context, u Upload) (File, error) {
	if len(u.Data) == 0 {
		return File{}, ledger.Errorf(ledger.CodeInvalid, "请选择字体文件").At("file")
	}
	if err := s.CheckFont(u.Data); err != nil {
		return File{}, ledger.Errorf(ledger.CodeInvalid, "“%s”不能用：%s", u.Name, err.Error()).At("file")
	}
	return s.keepFile(ctx, u)
}

// KeptFont is a font that was kept before, by its hash, under a name. CodeInvalid
// when there is none.
func (s *Service) KeptFont(ctx context.Context, sha256, name string) (File, error) {
	data, err := s.Blobs.Get(ctx, sha256)
	if err != nil || s.CheckFont(data) != nil {
		return File{}, ledger.Errorf(ledger.CodeInvalid, "字体文件“%s”已找不到，请重新选择", name).At("file")
	}
	return s.keepFile(ctx, Upload{Name: name, Data: data})
}

// layoutWords are all that LayoutForm and the fonts set, always in the same order.
func layoutWords(p *ledger.Programme) []setting {
	f := p.Form
	head, sealed := "", "不加盖"
	for _, h := range headNames {
		if h.Style == f.Head {
			head = h.Name
		}
	}
	if f.Sealed {
		sealed = "加盖"
	}
	var hidden []string
	for _, c := range ledger.OptionalColumns {
		if slices.Contains(f.Hide, c.Key) {
			hidden = append(hidden, c.Name)
		}
	}
	list := []setting{
		{"版头", head},
		{"红头名称", f.HeadName(p.Issuer)},
		{"期号样式", f.Issue},
		{"发文字号样式", f.Number},
		{"印章", sealed},
		{"密级", f.Secrecy},
		{"紧急程度", f.Urgency},
		{"一览表不印的列", strings.Join(hidden, "、")},
	}
	for _, r := range fontRoles {
		name := "自带字体"
		for _, own := range f.Fonts {
			if own.Role == r.Role {
				name = own.Name
			}
		}
		list = append(list, setting{"字体（" + r.Name + "）", name})
	}
	return list
}

// previewNumber stands for the numbers that a bulletin is given later.
const previewNumber = 1

// PreviewLayout sets the bulletin of a period as a form would have it. Nothing is
// stored; Refusals say what the form cannot have.
func (s *Service) PreviewLayout(ctx context.Context, key string, period ledger.Period, f LayoutForm) ([]byte, error) {
	l, err := s.Snapshot(ctx, key)
	if err != nil {
		return nil, err
	}
	next := *l.Programme
	if err := f.Apply(&next); err != nil {
		return nil, err
	}
	if period.IsZero() {
		period = ledger.QuarterOf(next.Year, 1)
	}
	b := BulletinRecord{Number: previewNumber, Edition: bulletin.Internal}
	s.compose(&b, ledger.Judge(&next, l.Reports, period), ledger.DateOf(s.Clock()))
	b.Document.Head.Number = next.Form.DocumentNumber(next.Year, fmt.Sprint(previewNumber))
	data, _, err := s.PDF(b.Document)
	if err != nil {
		return nil, fmt.Errorf("set the preview: %w", err)
	}
	return data, nil
}
