package main

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The demo's third quarter lacks reports: the page says so, the list and its
// workbook name the same units, and each has a text to paste.
func TestWhoOwesOverHTTP(t *testing.T) {
	data := demoFolder(t)
	base := start(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data)
	fetch := func(path string) []byte {
		t.Helper()
		answer, err := http.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s, %v", path, answer.Status, err)
		}
		return body
	}
	rows := func(path string) [][]string {
		t.Helper()
		book, err := excelize.OpenReader(bytes.NewReader(fetch(path)))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		defer book.Close()
		all, err := book.GetRows(book.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range all {
			if len(row) > 0 && row[0] == "单位" {
				return all[i+1:]
			}
		}
		t.Fatalf("%s has no head", path)
		return nil
	}

	matrix := string(fetch("/p/huaian-2020/filing?period=2020Q2"))
	late := string(fetch("/p/huaian-2020/filing/late?period=2020Q2"))
	unfiled := 0
	for _, row := range rows("/p/huaian-2020/filing.xlsx?period=2020Q2") {
		if row[3] == "未报" {
			unfiled++
		}
	}
	if unfiled == 0 || strings.Count(matrix, `<td class="f-unfiled">`) != unfiled {
		t.Errorf("%d cells of the page are 未报, %d rows of the workbook", strings.Count(matrix, `<td class="f-unfiled">`), unfiled)
	}
	owing := rows("/p/huaian-2020/filing/late.xlsx?period=2020Q2")
	if n := strings.Count(late, "<textarea"); n != len(owing)+1 {
		t.Errorf("%d texts for %d units and one for all", n, len(owing))
	}
	for _, row := range owing {
		if !strings.Contains(late, "readonly rows=") || !strings.Contains(late, ">"+row[0]+"：\n") {
			t.Errorf("no text for %s", row[0])
		}
	}
}
