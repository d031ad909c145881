package web

import (
	"context"
	"time"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// inboxFake is the inbox of a fake service.
type inboxFake struct {
	files    []app.InboxFile
	said     []app.Binding // as it was last said
	accepted []int64
	returned []int64
}

func (f *fake) Receive(ctx context.Context, u app.Upload, said app.Binding, by app.Actor) ([]app.InboxFile, int, error) {
	for _, known := range f.inbox.files {
		if known.Name == u.Name {
			return []app.InboxFile{known}, 1, nil
		}
	}
	file := app.InboxFile{ID: int64(len(f.inbox.files) + 1), SHA256: hash, Name: u.Name, Size: int64(len(u.Data)), Actor: by, At: now, Said: said}
	v, err := f.Check(ctx, u, said)
	if ledger.CodeOf(err) != "" {
		file.Reading.Refused = err.Error()
	} else if err != nil {
		return nil, 0, err
	} else {
		file.Reading = v.Reading()
	}
	f.inbox.files = append(f.inbox.files, file)
	return []app.InboxFile{file}, 0, nil
}

func (f *fake) Inbox(context.Context, time.Time) ([]app.InboxFile, error) { return f.inbox.files, nil }

func (f *fake) InboxFile(_ context.Context, id int64) (app.InboxFile, error) {
	if id < 1 || id > int64(len(f.inbox.files)) {
		return app.InboxFile{}, ledger.Errorf(ledger.CodeNotFound, "收件中没有这个文件。")
	}
	return f.inbox.files[id-1], nil
}

func (f *fake) SayOf(ctx context.Context, id int64, said app.Binding, _ app.Actor) (app.InboxFile, error) {
	file, err := f.InboxFile(ctx, id)
	if err != nil {
		return file, err
	}
	f.inbox.said = append(f.inbox.said, said)
	f.inbox.files[id-1].Said = said
	return f.inbox.files[id-1], nil
}

func (f *fake) AcceptInbox(ctx context.Context, id int64, _ app.Actor) (app.Submission, error) {
	file, err := f.InboxFile(ctx, id)
	if err != nil {
		return app.Submission{}, err
	}
	if file.State() != app.InboxReady {
		return app.Submission{}, ledger.Errorf(ledger.CodeRefused, "“%s”有错误，没有入库。", file.Name)
	}
	f.inbox.accepted = append(f.inbox.accepted, id)
	f.inbox.files[id-1].Accepted = &app.InboxAccepted{Submission: 7, Programme: "huaian-2020", At: now}
	return f.submission(), nil
}

func (f *fake) DiscardInbox(ctx context.Context, id int64, reason string, _ app.Actor) (app.InboxFile, error) {
	if reason == "" {
		return app.InboxFile{}, ledger.Errorf(ledger.CodeInvalid, "请写明删除的原因。")
	}
	return f.InboxFile(ctx, id)
}

func (f *fake) ReturnedInbox(_ context.Context, ids []int64) (app.File, []byte, error) {
	f.inbox.returned = ids
	return app.File{Name: "退回文件.zip"}, []byte("PK"), nil
}

func (f *fake) ReturnNotes(_ context.Context, ids []int64) ([]app.ReturnNote, error) {
	f.inbox.returned = ids
	return []app.ReturnNote{{Unit: "市住建局", Files: len(ids), Text: "市住建局：\n有<3>处错误。"}}, nil
}

func (f *fake) GatheredBook(_ context.Context, key string, p ledger.Period) (app.File, []byte, error) {
	return app.File{Name: key + p.String() + "汇总.xlsx"}, []byte("gathered"), nil
}
