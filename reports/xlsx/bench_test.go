package xlsx

import (
	"testing"

	"tongbao/reports/bulletin"
	"tongbao/reports/internal/example"
)

// One bulletin's workbook: go test ./reports/xlsx -run '^$' -bench Write
func BenchmarkWrite(b *testing.B) {
	doc := bulletin.Make(example.Summary(), bulletin.Options{Number: 3, Edition: bulletin.Internal})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Write(doc); err != nil {
			b.Fatal(err)
		}
	}
}
