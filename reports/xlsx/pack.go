package xlsx

import (
	"bytes"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"tongbao/reports/opc"
)

// newPacker makes the stored results of formulas numbers on the way into the
// workbook.
func newPacker(to io.Writer) excelize.ZipWriter {
	return opc.NewWriter(to, func(name string, data []byte) []byte {
		if strings.HasPrefix(name, "xl/worksheets/") {
			return bytes.ReplaceAll(data, textResult, nil)
		}
		return data
	})
}

// textResult is how excelize marks the stored result of every formula: as
// text. All formulas of a bulletin give numbers, and a quote in a text is
// escaped, so that nothing else looks like this mark.
var textResult = []byte(` t="str"`)
