from django.db import migrations


def forget_rights(apps, schema_editor):
    """Delete the rights that were stored; none was ever asked for."""
    rights = apps.get_model('auth', 'Permission').objects
    rights.filter(content_type__app_label='portal', content_type__model='contentchange').delete()


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('portal', '0010_videos_in_the_menu'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='contentchange',
            options={'default_permissions': []},
        ),
        # On the way back Django makes them anew by itself.
        migrations.RunPython(forget_rights, migrations.RunPython.noop),
    ]
