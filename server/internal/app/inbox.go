package app

import (
	"cmp"
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// InboxFile is a file that came in (收件) and stays until an officer has dealt
// with it, whatever it is.
type InboxFile struct {
	ID     int64
	SHA256 string
	Name   string
	Size   int64
	Actor  Actor
	At     time.Time
	// Said is what an officer has said of where it belongs and of its readings;
	// what is empty is taken from the file.
	Said    Binding
	Reading Reading
	// Stale: the ledger has changed since it was read.
	Stale bool
	// SameAs is an earlier file of the inbox with the same content, 0 for none.
	SameAs int64
	// Accepted is nil until the file is in the ledger, and after that was undone.
	Accepted *InboxAccepted
}

// InboxAccepted is the submission as which a file is in the ledger.
type InboxAccepted struct {
	Submission int64
	Programme  string
	At         time.Time
}

// Reading is what checking a file of the inbox came to.
type Reading struct {
	Refused   string `json:",omitempty"` // why it cannot be read
	Layout    intake.Layout
	Programme string
	Period    ledger.Period
	Unit      string
	Doubts    []Doubt `json:",omitempty"`
	// Rows would be taken, LeftOut not, Changes are differences with the ledger.
	Rows, LeftOut, Changes int
	Errors, Warnings       int
	// Stops are errors that stop the file; Unanswered columns and Unexplained
	// findings wait for a person.
	Stops, Unanswered, Unexplained int
	New                            bool `json:",omitempty"` // it makes a programme
	Duplicate, Differs             bool
}

// InboxState is where a file of the inbox stands.
type InboxState string

// The states of a file of the inbox.
const (
	InboxReady      InboxState = "可入库"
	InboxFaulty     InboxState = "有错误"
	InboxAsked      InboxState = "待确认"
	InboxTaken      InboxState = "已入库"
	InboxDuplicate  InboxState = "重复"
	InboxUnreadable InboxState = "不能读"
)

// InboxStates are all states, those that wait for somebody first.
var InboxStates = []InboxState{InboxReady, InboxAsked, InboxFaulty, InboxUnreadable, InboxDuplicate, InboxTaken}

// State is where the file stands.
func (f InboxFile) State() InboxState {
	r := &f.Reading
	switch {
	case f.Accepted != nil:
		return InboxTaken
	case f.SameAs != 0, r.Duplicate:
		return InboxDuplicate
	case r.Refused != "":
		return InboxUnreadable
	case len(r.Doubts) > 0:
		return InboxAsked
	case r.Stops > 0:
		return InboxFaulty
	case r.Unanswered+r.Unexplained > 0:
		return InboxAsked
	}
	return InboxReady
}

// Doubt is the doubt about a part of the file's binding, nil for none.
func (f InboxFile) Doubt(field DoubtField) *Doubt {
	for i := range f.Reading.Doubts {
		if f.Reading.Doubts[i].Field == field {
			return &f.Reading.Doubts[i]
		}
	}
	return nil
}

// Receive keeps a file that came in and reads it; a zip comes to one for each
// file in it. A file that cannot be read is kept too. again are how many were
// there already, with the same content under the same name.
func (s *Service) Receive(ctx context.Context, u Upload, said Binding, by Actor) (files []InboxFile, again int, err error) {
	var failed error
	receive := func(uploads []Upload) {
		for _, one := range uploads {
			var f InboxFile
			var known bool
			if f, known, failed = s.receiveOne(ctx, one, said, by); failed != nil {
				return
			}
			files = append(files, f)
			if known {
				again++
			}
		}
	}
	if err = s.Files(ctx, u, receive); ledger.Refusal(err) != nil {
		receive([]Upload{u}) // reading it says why it cannot be unpacked
		err = nil
	}
	return files, again, cmp.Or(err, failed)
}

func (s *Service) receiveOne(ctx context.Context, u Upload, said Binding, by Actor) (f InboxFile, known bool, err error) {
	hash, err := s.Stage(ctx, u)
	if err != nil {
		return f, false, err
	}
	f = InboxFile{SHA256: hash, Name: u.Name, Size: int64(len(u.Data)), Actor: by, At: s.Clock(), Said: said}
	state, err := s.Store.Head(ctx)
	if err != nil {
		return f, false, err
	}
	if f.Reading, err = s.readInbox(ctx, u, said); err != nil {
		return f, false, err
	}
	return s.Store.Receive(ctx, f, state)
}

// readInbox checks a file and says what that came to.
func (s *Service) readInbox(ctx context.Context, u Upload, said Binding) (Reading, error) {
	v, err := s.Check(ctx, u, said)
	if refusal := ledger.Refusal(err); refusal != nil {
		return Reading{Refused: refusal.Message, Layout: intake.LayoutUnknown, Programme: said.Programme, Period: said.Period, Unit: said.Unit}, nil
	}
	if err != nil {
		return Reading{}, err
	}
	return v.Reading(), nil
}

// Reading is what the preview comes to, in counts.
func (v *Preview) Reading() Reading {
	r := Reading{
		Layout: v.Draft.Layout, Programme: v.Binding.Programme, Period: v.Binding.Period, Unit: v.Binding.Unit, Doubts: v.Doubts,
		Rows: v.Draft.Rows.Accepted, LeftOut: len(v.LeftOut), Changes: len(v.Changes),
		Stops: len(v.Stops()), Unanswered: len(v.Unsure()), Unexplained: len(v.Unexplained()),
		New: v.New, Duplicate: v.Duplicate, Differs: v.Differs(),
	}
	for _, f := range v.Findings {
		if f.Severity == ledger.SeverityError {
			r.Errors++
		} else {
			r.Warnings++
		}
	}
	return r
}

// mostReread is how many files are read again at once because the ledger has
// changed.
const mostReread = 25

// Inbox lists the files that came in and are not deleted, oldest first: those
// that are not accepted, and the accepted ones that came since a time. Those that
// the ledger has changed under are read again, once for all who look; a look waits
// for that as long as its patience, and then shows what is Stale as it was read
// last: accepting reads every file anew.
func (s *Service) Inbox(ctx context.Context, since time.Time) ([]InboxFile, error) {
	files, err := s.Store.Inbox(ctx, since)
	if err != nil || !slices.ContainsFunc(files, InboxFile.Outdated) {
		return files, err
	}
	if s.Snapshots == nil {
		return files, s.reread(ctx, files)
	}
	again := s.Snapshots.rereads.DoChan("", func() (_ any, err error) {
		defer func() { // nobody else would, for it is of no request
			if r := recover(); r != nil {
				err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
			}
		}()
		return nil, s.reread(context.WithoutCancel(ctx), files)
	})
	var enough <-chan time.Time
	if s.Patience > 0 {
		enough = time.After(s.Patience)
	}
	select {
	case done := <-again:
		if done.Err != nil {
			return nil, done.Err
		}
	case <-enough:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return s.Store.Inbox(ctx, since)
}

// Outdated reports whether the file waits to be read again.
func (f InboxFile) Outdated() bool { return f.Stale && f.Accepted == nil }

// reread reads files again that the ledger has changed under, and keeps what that
// came to.
func (s *Service) reread(ctx context.Context, files []InboxFile) error {
	state, err := s.Store.Head(ctx)
	if err != nil {
		return err
	}
	var read []InboxFile
	for i := range files {
		f := &files[i]
		if !f.Outdated() || len(read) == mostReread {
			continue
		}
		data, err := s.Blobs.Get(ctx, f.SHA256)
		if err != nil {
			return err
		}
		if f.Reading, err = s.readInbox(ctx, Upload{Name: f.Name, Data: data}, f.Said); err != nil {
			return err
		}
		f.Stale = false
		read = append(read, *f)
	}
	if len(read) == 0 {
		return nil
	}
	return s.Store.KeepReadings(ctx, read, state)
}

// InboxFile is one file of the inbox as it was last read. CodeNotFound when there
// is none.
func (s *Service) InboxFile(ctx context.Context, id int64) (InboxFile, error) {
	return s.Store.InboxFile(ctx, id)
}

// SayOf keeps what an officer says of a file of the inbox, and reads it with
// that. A unit or a column's answer stays open where said leaves it empty.
func (s *Service) SayOf(ctx context.Context, id int64, said Binding, by Actor) (InboxFile, error) {
	f, err := s.Store.InboxFile(ctx, id)
	if err != nil {
		return f, err
	}
	f.Said = said
	state, err := s.Store.Head(ctx)
	if err != nil {
		return f, err
	}
	data, err := s.Blobs.Get(ctx, f.SHA256)
	if err != nil {
		return f, err
	}
	if f.Reading, err = s.readInbox(ctx, Upload{Name: f.Name, Data: data}, said); err != nil {
		return f, err
	}
	f.Stale = false
	return f, s.Store.Say(ctx, f, state, by)
}

// AcceptInbox accepts one file of the inbox as AcceptStaged does, with what was
// said of it, and keeps what stopped it otherwise.
func (s *Service) AcceptInbox(ctx context.Context, id int64, by Actor) (Submission, error) {
	f, err := s.Store.InboxFile(ctx, id)
	if err != nil {
		return Submission{}, err
	}
	b := f.Said
	b.InboxFile = id
	sub, v, err := s.AcceptStaged(ctx, f.SHA256, f.Name, b, by)
	if err == nil {
		return sub, nil
	}
	if v != nil { // what stopped it is what it is read as now
		f.Reading = v.Reading()
		if state, stateErr := s.Store.Head(ctx); stateErr == nil {
			err = cmp.Or(s.Store.KeepReadings(ctx, []InboxFile{f}, state), err)
		}
	}
	return sub, err
}

// DiscardInbox takes a file out of the inbox. CodeInvalid without a reason,
// CodeConflict when it is accepted.
func (s *Service) DiscardInbox(ctx context.Context, id int64, reason string, by Actor) (InboxFile, error) {
	reason = strings.TrimSpace(reason)
	switch n := len([]rune(reason)); {
	case n == 0:
		return InboxFile{}, ledger.Errorf(ledger.CodeInvalid, "请写明删除的原因")
	case n > maxReason:
		return InboxFile{}, ledger.Errorf(ledger.CodeInvalid, "删除的原因最多%d字，请删减", maxReason)
	}
	return s.Store.Discard(ctx, id, reason, by)
}

// Chinese is what was said in words, for the log.
func (b Binding) Chinese() string {
	var parts []string
	for _, p := range []string{b.Programme, b.Period.Chinese(), b.Unit} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if b.Gathered {
		parts = append(parts, "汇总表")
	}
	if n := len(b.Confirmed); n > 0 {
		parts = append(parts, "确认了文字里的数字")
	}
	if len(parts) == 0 {
		return "从文件判断"
	}
	return strings.Join(parts, " ")
}
