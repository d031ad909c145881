//go:build browser

package main

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// sheets are the forty units' sheets for a quarter, as they come by mail and chat:
// forms filled in, the units' own tables in three formats, and one table that
// gathers three counties' rows. They are told by the files' names.
func (w *walk) sheets(quarter int) map[string][]byte {
	w.t.Helper()
	word := quarterWord(quarter)
	files := map[string][]byte{}
	forms := filledForms(w.t, w.fetched(fmt.Sprintf("/p/yunzhou-2025/templates?period=2025Q%d", quarter)), w.promises, quarter)
	var gathered []promise
	for i, u := range append(slices.Clone(bureaus), counties...) {
		own := of(w.promises, u)
		switch {
		case i < 24 || i >= 37:
			files[u+"-"+word+".xlsx"] = forms[u]
		case i < 29:
			files[u+word+"进展.csv"] = []byte(commas(progressRows(own, quarter)))
		case i < 31:
			data, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(commas(progressRows(own, quarter))))
			if err != nil {
				w.t.Fatal(err)
			}
			files["转发："+u+".csv"] = data
		case i < len(bureaus):
			files[u+word+".xls"] = w.binary[u+word+".xls"]
		default:
			gathered = append(gathered, own...)
		}
	}
	files["县区汇总表"+word+".xlsx"] = book(w.t, "汇总", gatheredRows(gathered, quarter))
	return files
}

// changed puts new in the place of what a file says.
func (w *walk) changed(data []byte, old, new string) []byte {
	w.t.Helper()
	changed := strings.Replace(string(data), old, new, 1)
	if changed == string(data) {
		w.t.Fatalf("no %q to change", old)
	}
	return []byte(changed)
}

// rename gives a file another name.
func rename(files map[string][]byte, from, to string) {
	files[to] = files[from]
	delete(files, from)
}

// done is the cell of what a unit's first promise has reached in a quarter.
func (w *walk) done(unit string, quarter int) string {
	return fmt.Sprintf(",%d,", of(w.promises, unit)[0].done[quarter-1])
}
