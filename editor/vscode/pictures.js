// The extension's page as VS Code can show it: a relative link to a picture, or a picture inside the page, shows a broken one.

/** The page with what its pictures show in their place. */
export function withoutPictures(page) {
  return page.replaceAll(/!\[([^\]]*)\]\(images\/[^)]+\)/g, "*$1*");
}
