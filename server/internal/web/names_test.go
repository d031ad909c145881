package web

import (
	"io/fs"
	"regexp"
	"testing"

	"tongbao/templates"
)

// A part of pages that two files define would be the later one's on all pages,
// without a word.
func TestPartsOfPagesHaveOneDefinition(t *testing.T) {
	files, err := fs.Glob(templates.Pages, "pages/_*.html")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	defined := map[string]string{}
	for _, file := range files {
		text, err := fs.ReadFile(templates.Pages, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`\{\{-? *define "([^"]+)"`).FindAllSubmatch(text, -1) {
			name := string(m[1])
			if before := defined[name]; before != "" {
				t.Errorf("%s and %s both define %q", before, file, name)
			}
			defined[name] = file
		}
	}
}
