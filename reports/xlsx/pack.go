package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"sort"
	"strings"
)

// textResult is how excelize marks the stored result of every formula: as
// text. All formulas of a bulletin give numbers.
var textResult = regexp.MustCompile(`(<c [^>]*?) t="str"([^>]*><f>)`)

// pack writes a workbook's parts again in a fixed order and without times, so
// that the same document gives the same bytes, and makes the stored results of
// formulas numbers.
func pack(data []byte) ([]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("pack the workbook: %w", err)
	}
	files := append([]*zip.File(nil), in.File...)
	sort.Slice(files, func(a, b int) bool { return partOrder(files[a].Name) < partOrder(files[b].Name) })
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		part, err := readPart(f)
		if err != nil {
			return nil, fmt.Errorf("pack the workbook's part %s: %w", f.Name, err)
		}
		if strings.HasPrefix(f.Name, "xl/worksheets/") {
			part = textResult.ReplaceAll(part, []byte("$1$2"))
		}
		to, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate})
		if err != nil {
			return nil, fmt.Errorf("pack the workbook: %w", err)
		}
		if _, err := to.Write(part); err != nil {
			return nil, fmt.Errorf("pack the workbook: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack the workbook: %w", err)
	}
	return out.Bytes(), nil
}

// partOrder puts the list of content types first, as OPC readers expect it.
func partOrder(name string) string {
	if name == "[Content_Types].xml" {
		return ""
	}
	return name
}

func readPart(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}
