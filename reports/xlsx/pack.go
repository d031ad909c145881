package xlsx

import (
	"bytes"
	"io"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"

	"tongbao/reports/opc"
)

// newPacker makes the stored results of formulas numbers on the way into the
// workbook, and drops the types of pictures: excelize lists them in any order
// as soon as there is a chart, and a bulletin has none.
func newPacker(to io.Writer) excelize.ZipWriter {
	return opc.NewWriter(to, func(name string, data []byte) []byte {
		switch {
		case strings.HasPrefix(name, "xl/worksheets/"):
			return bytes.ReplaceAll(data, textResult, nil)
		case name == "[Content_Types].xml":
			return pictureType.ReplaceAll(data, nil)
		}
		return data
	})
}

var pictureType = regexp.MustCompile(`<Default Extension="[a-z]+" ContentType="image/[^"]*"></Default>`)

// textResult is how excelize marks the stored result of every formula: as
// text. All formulas of a bulletin give numbers, and a quote in a text is
// escaped, so that nothing else looks like this mark.
var textResult = []byte(` t="str"`)
