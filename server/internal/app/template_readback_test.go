//go:build readback

package app_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongbao/server/internal/app"
)

// TestFilledFormsReadBack has LibreOffice open and save every filled form of two
// sample programmes, one with figures and one of declarations, and takes in what
// it saved. It needs soffice on the path.
func TestFilledFormsReadBack(t *testing.T) {
	for _, key := range []string{"huaian-2020", "jining-gaoxin-2021"} {
		t.Run(key, func(t *testing.T) {
			d := newDesk(t)
			for _, period := range d.planOf(key) {
				d.fillAll(key, period, everyOpenCell, func(filled []filledForm) []app.Upload { return throughLibreOffice(t, asFilled(filled)) })
			}
		})
	}
}

// TestFormsFilledInLibreOfficeReadBack has a script at LibreOffice fill in the
// forms as the units got them: it types while the sheet is protected, takes the
// protection off without a password, sorts the rows, renames one and saves. It
// needs python3-uno for Debian's own Python.
func TestFormsFilledInLibreOfficeReadBack(t *testing.T) {
	for _, key := range []string{"huaian-2020", "jining-gaoxin-2021"} {
		t.Run(key, func(t *testing.T) {
			d := newDesk(t)
			for i, period := range d.planOf(key) {
				d.fillAll(key, period, i > 0, func(filled []filledForm) []app.Upload { return byScript(t, filled) })
			}
		})
	}
}

// byScript has testdata/clerk.py do what was done to the forms.
func byScript(t *testing.T, filled []filledForm) []app.Upload {
	t.Helper()
	type task struct {
		Path  string  `json:"path"`
		Saved string  `json:"saved"`
		Head  int     `json:"head"`
		Last  int     `json:"last"`
		Width int     `json:"width"`
		Name  int     `json:"name"`
		Typed []typed `json:"typed"`
	}
	dir := t.TempDir()
	var tasks []task
	for i, f := range filled {
		name, err := excelize.ColumnNameToNumber(f.sheet.cols["项目名称"])
		fatal(t, err)
		path := filepath.Join(dir, strconv.Itoa(i))
		fatal(t, os.WriteFile(path+".xlsx", f.empty, 0o600))
		tasks = append(tasks, task{path + ".xlsx", path + "-saved.xlsx", f.sheet.head, f.sheet.last, len(f.sheet.cols), name, f.sheet.typed})
	}
	input, err := json.Marshal(tasks)
	fatal(t, err)
	script := exec.Command("/usr/bin/python3", "testdata/clerk.py", filepath.Join(dir, "profile"))
	script.Stdin = bytes.NewReader(input)
	if out, err := script.CombinedOutput(); err != nil {
		t.Fatalf("clerk.py: %v\n%s", err, out)
	}
	var books []app.Upload
	for i, f := range filled {
		data, err := os.ReadFile(tasks[i].Saved)
		fatal(t, err)
		books = append(books, app.Upload{Name: f.Name, Data: data})
	}
	return books
}

// throughLibreOffice saves workbooks anew.
func throughLibreOffice(t *testing.T, books []app.Upload) []app.Upload {
	t.Helper()
	dir := t.TempDir()
	args := []string{
		"-env:UserInstallation=file://" + dir + "/profile", "--headless",
		"--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", filepath.Join(dir, "out"),
	}
	for _, b := range books {
		path := filepath.Join(dir, b.Name)
		if err := os.WriteFile(path, b.Data, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if out, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	saved := make([]app.Upload, 0, len(books))
	for _, b := range books {
		data, err := os.ReadFile(filepath.Join(dir, "out", b.Name))
		if err != nil {
			t.Fatal(err)
		}
		saved = append(saved, app.Upload{Name: b.Name, Data: data})
	}
	return saved
}
