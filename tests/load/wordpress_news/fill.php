<?php
// Install WordPress and fill it: php fill.php WORDPRESS ARTICLES.json
[, $wordpress, $articles] = $argv;
$_SERVER['HTTP_HOST'] = 'portal.example';
define('WP_INSTALLING', true);
require "$wordpress/wp-config.php";
require ABSPATH . 'wp-admin/includes/upgrade.php';

const WIDTHS = ['medium' => 400, 'medium_large' => 800, 'large' => 1200];  // px, and the file's 1600

$data = json_decode(file_get_contents($articles), true);
wp_install($data['name'], 'editor', 'editor@example.vn', true, '', wp_generate_password());
switch_theme('twentytwentyone');
$wp_rewrite->set_permalink_structure('/%category%/%postname%/');
kses_remove_filters();

$menu = wp_create_nav_menu('Chuyên mục');
$categories = [];
foreach ($data['categories'] as [$number, $name, $slug]) {
    $categories[$number] = wp_insert_term($name, 'category', ['slug' => $slug])['term_id'];
    wp_update_nav_menu_item($menu, 0, [
        'menu-item-title' => $name,
        'menu-item-object-id' => $categories[$number],
        'menu-item-object' => 'category',
        'menu-item-type' => 'taxonomy',
        'menu-item-status' => 'publish',
    ]);
}
set_theme_mod('nav_menu_locations', ['primary' => $menu]);

function photo($number, $caption)
{
    $sizes = [];
    foreach (WIDTHS as $size => $width) {
        $height = round($width * 2 / 3);
        $file = "anh-{$number}-{$width}x{$height}.jpg";
        $sizes[$size] = ['file' => $file, 'width' => $width, 'height' => $height, 'mime-type' => 'image/jpeg'];
    }
    $file = "2026/11/anh-$number.jpg";
    $post = wp_insert_attachment(['post_title' => $caption, 'post_mime_type' => 'image/jpeg'], $file);
    $whole = ['file' => $file, 'width' => 1600, 'height' => 1066, 'sizes' => $sizes];
    wp_update_attachment_metadata($post, $whole);
    return $post;
}

function figure($post, $caption)
{
    $address = wp_get_attachment_url($post);
    return "\n<!-- wp:image {\"id\":$post,\"sizeSlug\":\"large\"} -->\n"
        . "<figure class=\"wp-block-image size-large\"><img src=\"$address\" alt=\"\" class=\"wp-image-$post\"/>"
        . "<figcaption>$caption</figcaption></figure>\n<!-- /wp:image -->\n";
}

$wpdb->query('START TRANSACTION');
foreach ($data['articles'] as $article) {
    $body = preg_replace('#<p>.*?</p>#s', "<!-- wp:paragraph -->\n\\0\n<!-- /wp:paragraph -->\n", $article['body']);
    $cover = null;
    foreach ($article['photos'] as [$number, $caption]) {
        $post = photo($number, $caption);
        $cover ??= $post;
        $body = str_replace("<figure data-photo=\"$number\"></figure>", figure($post, $caption), $body);
    }
    $stored = wp_insert_post([
        'post_title' => $article['title'],
        'post_name' => $article['slug'],
        'post_excerpt' => $article['lead'],
        'post_content' => wp_slash($body),
        'post_date' => $article['published_at'],
        'post_status' => 'publish',
        'post_author' => 1,
        'post_category' => [$categories[$article['category']]],
    ], true);
    set_post_thumbnail($stored, $cover);
}
$wpdb->query('COMMIT');
flush_rewrite_rules(false);
