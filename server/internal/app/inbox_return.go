package app

import (
	"context"
	"fmt"
	"strings"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// ReturnNote is what is to be told to one unit of its files that go back (退回说明).
type ReturnNote struct {
	Unit  string // "" where it is not known
	Files int
	Text  string
}

// inNote is how many findings of a file a note tells in words.
const inNote = 5

// returning is a file of the inbox that goes back.
type returning struct {
	upload  Upload
	said    Binding
	preview *Preview // nil of one that cannot be read
	refused string   // why not
}

// returning checks files of the inbox that are to go back: those with findings
// and those that cannot be read.
func (s *Service) returning(ctx context.Context, ids []int64, use func(returning) error) error {
	for _, id := range ids {
		f, err := s.Store.InboxFile(ctx, id)
		if err != nil {
			return err
		}
		r := returning{upload: Upload{Name: f.Name}, said: f.Said}
		if r.upload.Data, err = s.Blobs.Get(ctx, f.SHA256); err != nil {
			return err
		}
		r.preview, err = s.Check(ctx, r.upload, f.Said)
		switch refusal := ledger.Refusal(err); {
		case refusal != nil:
			r.refused = refusal.Message
		case err != nil:
			return err
		case len(r.preview.Findings) == 0:
			continue
		}
		if err := use(r); err != nil {
			return err
		}
	}
	return nil
}

// unit is whose file it is, as far as that is known.
func (r *returning) unit() string {
	if r.preview != nil {
		return r.preview.Binding.Unit
	}
	return r.said.Unit
}

// ReturnNotes are the texts for the units whose files go back, in the order of
// the files.
func (s *Service) ReturnNotes(ctx context.Context, ids []int64) ([]ReturnNote, error) {
	notes := newNotes()
	err := s.returning(ctx, ids, func(r returning) error {
		notes.add(&r)
		return nil
	})
	return notes.list, err
}

// returnNotes are notes in the making, one for each unit.
type returnNotes struct {
	list []ReturnNote
	at   map[string]int
}

func newNotes() *returnNotes { return &returnNotes{at: make(map[string]int)} }

// add tells a file to its unit.
func (n *returnNotes) add(r *returning) {
	i, ok := n.at[r.unit()]
	if !ok {
		i = len(n.list)
		n.at[r.unit()] = i
		n.list = append(n.list, ReturnNote{Unit: r.unit(), Text: salutation(r.unit()) + closing})
	}
	n.list[i].Files++
	n.list[i].Text = strings.TrimSuffix(n.list[i].Text, closing) + r.words() + closing
}

// closing is the last line of a note.
const closing = "\n请对照批注表改正后重新报送。"

func salutation(unit string) string {
	if unit == "" {
		return "填报单位："
	}
	return unit + "："
}

// words are the paragraph of a note on one file.
func (r *returning) words() string {
	if r.preview == nil {
		return fmt.Sprintf("\n贵单位报来的“%s”不能读入：%s。", r.upload.Name, strings.TrimRight(r.refused, "。"))
	}
	var b strings.Builder
	read := r.preview.Reading()
	fmt.Fprintf(&b, "\n贵单位报来的“%s”经核对有%s，已在批注表中逐格标出：", r.upload.Name, countWords(read.Errors, read.Warnings))
	told := 0
	for _, severity := range []ledger.Severity{ledger.SeverityError, ledger.SeverityWarning} {
		for _, f := range r.preview.Findings {
			if f.Severity == severity && told < inNote {
				told++
				fmt.Fprintf(&b, "\n%d. %s", told, intake.Words(f))
			}
		}
	}
	if more := len(r.preview.Findings) - told; more > 0 {
		fmt.Fprintf(&b, "\n另有%d处，见批注表的“问题清单”。", more)
	}
	return b.String()
}

func countWords(errors, warnings int) string {
	var parts []string
	if errors > 0 {
		parts = append(parts, fmt.Sprintf("%d处错误", errors))
	}
	if warnings > 0 {
		parts = append(parts, fmt.Sprintf("%d处提醒", warnings))
	}
	return strings.Join(parts, "、")
}

// ReturnedInbox is the marked workbook of one file of the inbox or, of several,
// a zip of those with findings, each under a name of its own, with the notes to
// their units. A file that cannot be marked is told of in the notes alone.
func (s *Service) ReturnedInbox(ctx context.Context, ids []int64) (File, []byte, error) {
	if s.Mark == nil {
		return File{}, nil, ledger.Errorf(ledger.CodeUnavailable, "本机没有配置批注表")
	}
	if len(ids) == 1 {
		f, err := s.Store.InboxFile(ctx, ids[0])
		if err != nil {
			return File{}, nil, err
		}
		data, err := s.Blobs.Get(ctx, f.SHA256)
		if err != nil {
			return File{}, nil, err
		}
		return s.Returned(ctx, Upload{Name: f.Name, Data: data}, f.Said)
	}
	z := newPack(s.Clock())
	notes := newNotes()
	err := s.returning(ctx, ids, func(r returning) error {
		notes.add(&r)
		if r.preview == nil {
			return nil
		}
		file, data, err := s.marked(r.upload, r.preview)
		if ledger.CodeOf(err) != "" {
			return nil
		}
		if err != nil {
			return err
		}
		return z.add(named(r.unit(), file.Name), data)
	})
	if err != nil {
		return File{}, nil, err
	}
	if len(notes.list) == 0 {
		return File{}, nil, ledger.Errorf(ledger.CodeInvalid, "所选的文件没有发现问题，不需要退回")
	}
	text := "\uFEFF" // the mark by which every editor on Windows knows UTF-8
	for _, n := range notes.list {
		text += strings.ReplaceAll(n.Text, "\n", "\r\n") + "\r\n\r\n"
	}
	if err := z.add("退回说明.txt", []byte(text)); err != nil {
		return File{}, nil, err
	}
	data, err := z.close()
	return fileOf("退回文件"+s.Clock().Format("2006-01-02")+".zip", data), data, err
}

// named puts the unit before a file's name, unless the name has it.
func named(unit, name string) string {
	if unit == "" || strings.Contains(name, unit) {
		return name
	}
	return unit + "-" + name
}
