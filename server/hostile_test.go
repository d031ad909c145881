package main

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	samplesheets "tongbao/sample-sheets"
	"tongbao/server/internal/grid"
)

// TestKilledUpload: a server that is killed while a large upload comes in
// leaves nothing in the temporary folder or among the kept files.
func TestKilledUpload(t *testing.T) {
	data, temporary := t.TempDir(), t.TempDir()
	server := launch(t, []string{"TMPDIR=" + temporary}, "serve", "--addr", "127.0.0.1:0", "--data", data)
	reader, writer := io.Pipe()
	form := multipart.NewWriter(writer)
	answered := make(chan error, 1)
	go func() {
		r, err := http.Post(server.base+"/upload", form.FormDataContentType(), reader)
		if err == nil {
			_ = r.Body.Close()
		}
		_ = reader.CloseWithError(io.ErrClosedPipe)
		answered <- err
	}()
	part, err := form.CreateFormFile("file", "表.xlsx")
	if err == nil {
		_, err = part.Write(bytes.Repeat([]byte("民生"), 2<<20)) // taken by the client, so on its way; the rest never comes
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := server.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = writer.CloseWithError(io.ErrUnexpectedEOF) // the client waits for the rest
	<-server.drained
	if err := server.cmd.Wait(); err == nil {
		t.Error("the server was not killed")
	}
	if err := <-answered; err == nil {
		t.Error("the upload was answered")
	}
	for _, dir := range []string{temporary, filepath.Join(data, "files")} {
		if left := filesBelow(t, dir); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
}

// TestAnswersWhileReading: while as many uploads are being read as may be, the
// server says that it is well and shows its pages.
func TestAnswersWhileReading(t *testing.T) {
	o := &serveOptions{options: &options{data: t.TempDir()}}
	s, closeStore, err := o.open(t.Context(), quietLog())
	if err != nil {
		t.Fatal(err)
	}
	begun, finish := make(chan struct{}), make(chan struct{})
	open := s.Open
	s.Open = func(ctx context.Context, name string, data []byte, use func(*grid.Workbook)) error {
		return open(ctx, name, data, func(w *grid.Workbook) {
			begun <- struct{}{}
			<-finish
			use(w)
		})
	}
	handler, err := o.handler(s, quietLog())
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	plan := samplesheets.Workbooks("huaian-2020")[0]
	answers := make(chan int, readAtOnce)
	for range readAtOnce {
		go func() {
			var form bytes.Buffer
			w := multipart.NewWriter(&form)
			part, err := w.CreateFormFile("file", plan.Name)
			if err == nil {
				_, err = part.Write(plan.Data)
			}
			if err != nil || w.Close() != nil {
				t.Error(err)
			}
			r, err := http.Post(server.URL+"/api/v1/submissions", w.FormDataContentType(), &form)
			if err != nil {
				t.Error(err)
				answers <- 0
				return
			}
			_ = r.Body.Close()
			answers <- r.StatusCode
		}()
	}
	for range readAtOnce {
		<-begun
	}
	b := &browser{t: t, base: server.URL, client: server.Client()}
	if got := b.get("/healthz"); got == "" {
		t.Error("/healthz says nothing")
	}
	b.get("/upload")
	close(finish)
	for range readAtOnce {
		if status := <-answers; status != http.StatusOK {
			t.Errorf("the upload was answered with %d", status)
		}
	}
	server.Close()
	if err := closeStore(); err != nil {
		t.Error(err)
	}
}
