package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"
	"unicode/utf8"

	"tongbao/reports/xlsx"
	samplesheets "tongbao/sample-sheets"
	"tongbao/server/internal/app"
	"tongbao/server/internal/blob"
	"tongbao/server/internal/config"
	"tongbao/server/internal/disk"
	"tongbao/server/internal/mail"
	"tongbao/server/internal/store"
	"tongbao/server/internal/wording"
	"tongbao/server/internal/workbook"
	"tongbao/server/internal/workbook/blank"
	"tongbao/server/ledger"
)

// open builds the service on the ledger that the settings name. The returned
// function closes it.
func (o *options) open(ctx context.Context, log *slog.Logger) (*app.Service, func() error, error) {
	conf, err := o.settings()
	if err != nil {
		return nil, nil, err
	}
	here, err := configured(conf, log)
	if err != nil {
		return nil, nil, err
	}
	ledgerStore, err := store.Open(ctx, here.database)
	if err != nil {
		return nil, nil, err
	}
	s := &app.Service{Store: ledgerStore, Clock: here.database.Clock, Log: log, Snapshots: new(app.Snapshots), Patience: lookPatience}
	if conf.Get(setDatabase) == "" || conf.Get(setBlobs) == "" {
		s.Room = func() (uint64, error) { return disk.Free(conf.Get(setData)) }
	}
	if s.Blobs, err = here.files(); err == nil {
		if folder, ok := s.Blobs.(*blob.Folder); ok && conf.Get(setDatabase) == "" {
			s.Tidier = folder
		}
		err = wire(s, conf)
	}
	if err != nil {
		return nil, nil, closeAfter(ledgerStore.Close, err)
	}
	return s, ledgerStore.Close, nil
}

// lookPatience is how long 上传报表 waits for files that are read again because the
// ledger has changed; a table of usual size takes 20 ms.
const lookPatience = 300 * time.Millisecond

// place is where a ledger lies: its database and its files.
type place struct {
	database store.Config
	files    func() (app.Blobs, error)
}

// configured is the place that the settings name.
func configured(conf *config.Config, log *slog.Logger) (place, error) {
	zone, err := shanghai()
	if err != nil {
		return place{}, fmt.Errorf("time zone: %w", err)
	}
	data, blobs := conf.Get(setData), conf.Get(setBlobs)
	return place{
		database: store.Config{
			DSN: conf.Get(setDatabase), DataDir: data, Log: log,
			Clock: func() time.Time { return time.Now().In(zone) },
		},
		files: func() (app.Blobs, error) { return openFiles(data, blobs, conf.Get(setDatabase)) },
	}, nil
}

// openFiles opens the files in a data folder or, where there is an address, at
// that. A folder is told of a database that does not lie beside it.
func openFiles(data, address, database string) (app.Blobs, error) {
	if address != "" {
		return blob.NewBucket(address)
	}
	folder, err := blob.New(filepath.Join(data, "files"))
	if err == nil && database != "" {
		folder.Share()
	}
	return folder, err
}

// wire gives the service everything but its ledger and files.
func wire(s *app.Service, conf *config.Config) error {
	var err error
	if url := conf.Get(setSMTP); url != "" {
		if s.Mailer, err = mail.New(url, conf.Get(setFrom), s.Clock); err != nil {
			return err
		}
	}
	setter, err := newSetter(conf.Get(setFonts), s.Blobs)
	if err != nil {
		return err
	}
	readWith(s)
	s.PDF, s.SlipPDF, s.DOCX, s.XLSX, s.ListBook = setter.pdf, setter.slip, setter.docx, xlsx.Write, xlsx.WriteList
	s.CheckFont = checkFont
	s.Blank = blank.Write
	s.ReadBounce = func(raw []byte) (app.Bounce, error) { return mail.ReadBounce(bytes.NewReader(raw)) }
	s.Simplify, s.Title = wording.Simplify, projectTitle
	s.Known = samplesheets.Settings
	s.Samples = samples()
	return nil
}

// What reading uploads may cost a process: so many at once, each so long. What
// one may cost in memory the reader's limits bound.
const (
	readAtOnce = 2
	readWithin = 10 * time.Second
)

// readWith gives the service its reader of uploads.
func readWith(s *app.Service) {
	opener := workbook.NewOpener(workbook.DefaultLimits(), readAtOnce, readWithin)
	s.Open, s.Mark = opener.Open, markWorkbook
	s.Unpack = func(ctx context.Context, u app.Upload, use func([]app.Upload)) error {
		return opener.Unpack(ctx, u.Name, u.Data, func(files []workbook.File) {
			uploads := make([]app.Upload, len(files))
			for i, f := range files {
				uploads[i] = app.Upload{Name: f.Name, Data: f.Data}
			}
			use(uploads)
		})
	}
}

// longestTitle is how many characters a project's own name may have before a
// bulletin prints a shorter one.
const longestTitle = 24

// projectTitle is the name a bulletin prints for a project, in simplified
// script.
func projectTitle(p *ledger.Project) string {
	if p.ID.Sub == "" && utf8.RuneCountInString(p.Name) <= longestTitle {
		return wording.Simplify(p.Name)
	}
	return wording.Simplify(wording.Title(p.Name, p.Content, p.Targets))
}

func samples() []app.Sample {
	var out []app.Sample
	for _, key := range samplesheets.Keys() {
		settings, ok := samplesheets.Settings(key)
		if !ok {
			continue
		}
		sample := app.Sample{Programme: settings}
		for _, w := range samplesheets.Workbooks(key) {
			sample.Files = append(sample.Files, app.SampleFile{
				Upload: app.Upload{Name: "sample-sheets/" + w.Name, Data: w.Data}, Period: w.Period,
			})
		}
		out = append(out, sample)
	}
	return out
}
