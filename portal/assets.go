package portal

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"path"
	"strings"
)

//go:embed static
var staticFiles embed.FS

// assets are the embedded files, each under a path that names a hash of its
// content, so that browsers may keep it for ever.
type assets struct {
	byName map[string]*asset
	byPath map[string]*asset
}

type asset struct {
	path        string
	contentType string
	body        []byte
}

// assetTypes does not ask the machine, whose own list may say otherwise.
var assetTypes = map[string]string{".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}

func loadAssets() (*assets, error) {
	a := &assets{byName: map[string]*asset{}, byPath: map[string]*asset{}}
	files, err := fs.ReadDir(staticFiles, "static")
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		body, err := staticFiles.ReadFile("static/" + f.Name())
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(body)
		e := path.Ext(f.Name())
		one := &asset{
			path:        "/static/" + strings.TrimSuffix(f.Name(), e) + "." + hex.EncodeToString(sum[:6]) + e,
			contentType: assetTypes[e],
			body:        body,
		}
		a.byName[f.Name()], a.byPath[one.path] = one, one
	}
	return a, nil
}

// url is the path of an embedded file, which must exist.
func (a *assets) url(name string) string { return a.byName[name].path }
